"""Screens of the room: the ten measures, the promise ledger, leading groups and documents."""
