"""`/oncall me`, `schedule`, `gaps`, `load`: shifts to come, and those that were."""
