"""Hours that nobody types: attendances that studios confirmed."""
