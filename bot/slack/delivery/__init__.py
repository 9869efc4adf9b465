"""Client updates in Slack channels, and what people do about those that did not arrive."""
