"""Where an act came from: set at the door, read when the act is remembered."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """The request or job behind an act; ``address`` is the caller's network address."""

    request_id: str = ""
    address: str = ""


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("audit_origin", default=NOWHERE)


def current_origin() -> Origin:
    """The origin of the act that is under way; empty outside a request or job."""
    return _origin.get()


@contextmanager
def acting_from(*, request_id: str, address: str = ""):
    """Mark every act inside the block with this origin."""
    token = _origin.set(Origin(request_id, address))
    try:
        yield
    finally:
        _origin.reset(token)
