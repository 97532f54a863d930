"""The counter: the scoped admin, and screens for the floor's own records."""
