"""The letterhead: GB/T 9704 documents and the serials of internal papers."""
