"""What each person sees first: their to-do list, the open-loop meter, search and help."""
