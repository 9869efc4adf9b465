"""What people wrote on a timeline is put right, and what stood there stays readable."""
