"""Tables that are imported: each kind on a page of its own."""

from training.resources.completion import CompletionSheet
from training.resources.hours import HoursSheet

__all__ = ["CompletionSheet", "HoursSheet"]
