"""What became of an update that left: who got it, and what people do where somebody did not."""
