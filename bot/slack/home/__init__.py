"""App Home: what concerns me now."""
