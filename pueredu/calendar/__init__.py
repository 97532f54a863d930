"""The time: years, work-days and dated Figures."""
