"""Clients hear in time: reminders, missed updates, and a snooze with a reason."""
