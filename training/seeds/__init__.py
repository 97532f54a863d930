"""Reference data, and a demonstration: a training year under way in every school."""

from training.seeds.demo import demo
from training.seeds.reference import reference

__all__ = ["demo", "reference"]
