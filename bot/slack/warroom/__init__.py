"""The room an incident is worked in: opened, filled, kept true."""
