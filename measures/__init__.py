"""The ten measures, the leading group, the systems and what the letter promised."""
