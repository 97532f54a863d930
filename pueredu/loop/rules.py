"""Who may and when it may, for anything owed.

A Matter has a kind (a commitment, a problem, an order …). The room that owns the kind says in its
own ``rules`` who may do each verb to it: ``MATTER_KINDS = (MatterKind(…), …)``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pueredu.kit.flow import Flow
from pueredu.loop.enums import MatterState as S
from pueredu.loop.enums import MatterTransition as T
from pueredu.units.access.ties import Tie
from pueredu.units.enums import Reach

FLOWS = {
    "matter": Flow(
        {
            T.ISSUE: ({S.DRAFT}, S.ISSUED),
            T.RECEIVE: ({S.ISSUED}, S.RECEIVED),
            T.REPORT_PROGRESS: ({S.RECEIVED}, None),
            T.SUBMIT: ({S.RECEIVED}, S.SUBMITTED),
            T.RETURN: ({S.SUBMITTED}, S.RECEIVED),
            T.CLOSE: ({S.SUBMITTED}, S.CLOSED),
            T.EXTEND: ({S.ISSUED, S.RECEIVED}, None),
            T.CHASE: ({S.ISSUED, S.RECEIVED}, None),
            T.REOPEN: ({S.CLOSED}, S.RECEIVED),
            T.WITHDRAW: ({S.DRAFT, S.ISSUED, S.RECEIVED}, S.WITHDRAWN),
            T.APPOINT_DEPUTY: ({S.ISSUED, S.RECEIVED}, None),
            T.END_DEPUTY: ({S.ISSUED, S.RECEIVED, S.SUBMITTED}, None),
        }
    )
}


# who does one matter for its lead unit: every kind grants this beside its lead units
DEPUTY = {Tie.DEPUTY: Reach.GRANT}


@dataclass(frozen=True)
class MatterKind:
    """One kind of thing owed. ``grants`` maps every verb of the flow, and ``view`` and ``add``,
    to ``{role: reach}``; ``end`` is the word for closing it (销号, 办结, 兑现)."""

    name: str
    label: str
    end: str
    grants: Mapping[str, Mapping[str, str]]
