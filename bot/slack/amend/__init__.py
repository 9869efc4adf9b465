"""What was changed in the rosters, told to those whom it concerns."""
