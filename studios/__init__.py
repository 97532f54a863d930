"""The three famous studios, their activities and who attended."""
