"""The voice: messages, reminders, escalation and their delivery."""
