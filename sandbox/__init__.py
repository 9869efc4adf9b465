"""A local Slack workspace: Web API, Socket Mode, signed HTTP, and a page in the browser."""
