"""The promise: a Matter is anything owed, from issue to verified end."""
