"""Screens of the floor's own records: sign-in, messages, and anything owed."""
