"""What a post leaves to whoever holds it next. Open duties follow from posts, so they move by
themselves; this page only shows them to both sides."""

from dataclasses import dataclass
from datetime import date, timedelta

from accountability import queries as accountability
from pueredu.calendar.queries import value
from pueredu.desk.queries import owed_by
from pueredu.loop import queries as matters
from pueredu.loop.models import MatterEvent
from pueredu.loop.owed import Owed, Paper
from pueredu.units.access.posts import HeldPost, held_posts, in_post_alone
from pueredu.units.enums import Role
from pueredu.units.models import Membership
from pueredu.units.queries import with_predecessors

PAPERS = (accountability, matters)
PAPERS_SHOWN, EVENTS_SHOWN, FORMER_SHOWN = 10, 10, 5  # what fits on a sheet
A_YEAR = timedelta(366)  # no handover lasts longer; spares most desks the question for the Figure


@dataclass(frozen=True)
class Handover:
    """One post on one sheet. ``owed`` is what its holder owes as such, soonest first."""

    post: Membership
    owed: list[Owed]
    papers: list[Paper]
    events: list[MatterEvent]
    predecessors: list[Membership]


def posts_in_handover(user, today: date) -> list[HeldPost]:
    """The own posts that began within the days of the Figure ``units.handover_days``, or that end
    within as many. A teacher's post leaves nothing behind."""
    own = [post for post in _own(user) if post.role != Role.TEACHER]
    turning = [post for post in own if post.until or post.since > today - A_YEAR]
    if not turning:
        return []
    days = timedelta(value("units.handover_days", today))
    return [
        post
        for post in turning
        if post.since >= today - days or (post.until and post.until <= today + days)
    ]


def handover_of(user, pk: int, today: date) -> Handover | None:
    """The sheet of one of the person's own posts in force; None for any other."""
    held = next((post for post in _own(user) if post.id == pk), None)
    if held is None:
        return None
    alone = in_post_alone(user, held)
    post, former = with_predecessors(held)
    files = [paper for source in PAPERS for paper in source.papers(alone, PAPERS_SHOWN)]
    return Handover(
        post=post,
        owed=owed_by(alone, today),
        papers=sorted(files, key=lambda paper: paper.at, reverse=True)[:PAPERS_SHOWN],
        events=matters.latest_events(alone, EVENTS_SHOWN),
        predecessors=former[:FORMER_SHOWN],
    )


def _own(user) -> list[HeldPost]:
    return [post for post in held_posts(user) if not post.on_behalf_of]
