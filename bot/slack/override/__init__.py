"""`/oncall override`: somebody else is on call for a while."""
