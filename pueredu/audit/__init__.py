"""The memory: an append-only, chained record of every act. No foreign keys."""
