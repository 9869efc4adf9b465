"""`/oncall calendar`: shifts in the calendar one looks at anyway."""
