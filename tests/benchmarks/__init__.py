"""The long measurements: ``make bench``, in one run, on servers of its own. Not part of the suite."""
