"""Messages of war rooms come onto the timeline, and follow what becomes of them in Slack."""
