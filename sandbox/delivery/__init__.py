"""How Slack reaches an app: Socket Mode or signed HTTP, the three-second ack, the retries."""
