"""Regulatory clocks: proposed, started by a named person, warned of, and answered."""
