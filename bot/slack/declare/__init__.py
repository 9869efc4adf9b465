"""Declare an incident: from words, a form, a shortcut, a message, App Home."""
