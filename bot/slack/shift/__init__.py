"""`/oncall cover`, `override`, `swap`: who takes whose shift."""
