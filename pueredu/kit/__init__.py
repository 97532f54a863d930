"""Tools without tables and without words of the trade."""
