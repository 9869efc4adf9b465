"""Tocsin: an incident-management bot that lives in Slack."""
