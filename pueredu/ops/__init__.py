"""The machine room's switches: quickstart, seeds, tick, backup and health."""
