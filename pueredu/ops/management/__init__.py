"""The commands of the machine room."""
