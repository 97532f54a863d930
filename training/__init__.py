"""Training hours and credits of every teacher, against the dated requirement."""
