"""What a new database is filled with: reference data with their sources, and a labelled demonstration.

Both are read from files or built by rule, never from the outside; the rooms fill their own part.
"""
