"""`/oncall`: who is on call, until when, who is next."""
