"""A state machine as one readable table: which verb leads from which states to which state."""

from collections.abc import Mapping

from pueredu.kit.errors import WrongState


class Flow:
    """The second of the two tables in a room's ``rules``: when a verb may be done.

    ``edges`` maps a transition to ``(states it may start from, state it ends in)``. A target of
    ``None`` leaves the state as it is: the verb is an event, not a move.
    """

    def __init__(self, edges: Mapping):
        self.edges = dict(edges)

    def __contains__(self, verb: str) -> bool:
        return verb in self.edges

    @property
    def verbs(self) -> list[str]:
        """All verbs in the order of the table."""
        return list(self.edges)

    def sources(self, verb: str) -> list[str]:
        """The states from which ``verb`` is possible, in a stable order."""
        return sorted(self.edges[verb][0])

    def verbs_from(self, state: str) -> list[str]:
        """The verbs that are possible in ``state``, in the order of the table."""
        return [verb for verb, (sources, _) in self.edges.items() if state in sources]

    def move(self, state, verb):
        """The state after ``verb``; raises WrongState with a sentence when it is not possible."""
        sources, target = self.edges[verb]
        if state not in sources:
            here, word = self._label(state), getattr(verb, "label", verb)
            raise WrongState(
                f"现在的状态是「{here}」，不能{word}。可能已有人先办理，请刷新后查看。"
            )
        return state if target is None else target

    def _label(self, state: str) -> str:
        """The word of a state; a value fresh from the database is plain text without one."""
        known = {end for sources, target in self.edges.values() for end in (*sources, target)}
        return next((getattr(item, "label", item) for item in known if item == state), state)
