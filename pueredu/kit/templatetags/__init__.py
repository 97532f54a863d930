"""Template libraries: components and formats."""
