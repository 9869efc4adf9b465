"""Whoever acknowledged and then gave no sign of life is asked whether they still have it."""
