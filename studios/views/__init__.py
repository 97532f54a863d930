"""Screens: the register and its coverage, a studio, an activity with its attendance."""
