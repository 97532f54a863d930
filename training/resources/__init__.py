"""The tables that the room takes in; importing this page registers them."""

from training.resources.completion import CompletionSheet
from training.resources.hours import HoursSheet
from training.resources.learners import LearnersSheet

__all__ = ["CompletionSheet", "HoursSheet", "LearnersSheet"]
