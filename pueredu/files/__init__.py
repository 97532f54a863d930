"""The evidence: uploaded files, checked, hashed and served by permission."""
