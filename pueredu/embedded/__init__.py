"""PostgreSQL and Redis for the trial and the tests, from the binaries in the wheels.

No system package and no service is needed. The wheels' own managers are not used: one takes a
reused process number for a running server, the other stops its server with the last client
(DESIGN §3). This package imports nothing of ours.
"""

from pueredu.embedded.children import EmbeddedError, die_with_parent, spawn, stop
from pueredu.embedded.places import Urls, urls_for
from pueredu.embedded.probes import APPLICATION, how_it_ended
from pueredu.embedded.servers import Servers, ServersBusy, running

__all__ = [
    "APPLICATION",
    "EmbeddedError",
    "Servers",
    "ServersBusy",
    "Urls",
    "die_with_parent",
    "how_it_ended",
    "running",
    "spawn",
    "stop",
    "urls_for",
]
