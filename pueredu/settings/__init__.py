"""Settings by environment: ``dev`` (trial), ``test`` and ``prod`` over ``base``."""
