"""What is said of an incident outside its room, and to whom."""
