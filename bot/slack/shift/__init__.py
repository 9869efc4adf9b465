"""`/oncall cover` and `swap`: asking others to take a shift, and what they answer."""
