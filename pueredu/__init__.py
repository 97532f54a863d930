"""The house: floor packages below, four rooms beside, the roof above."""
