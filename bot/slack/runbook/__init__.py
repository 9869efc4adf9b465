"""Find a runbook and bring it into the war room."""
