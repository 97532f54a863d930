"""One matter of the demonstration that a colleague does for its lead unit."""

from datetime import datetime, timedelta

from pueredu.loop import actions
from pueredu.loop.enums import MatterState
from pueredu.loop.models import Matter
from pueredu.loop.queries import eligible_deputies
from pueredu.units.access.holders import holders

COUNTY = "530802"
DAYS = timedelta(60)


def seed_deputy(*, at: datetime) -> int:
    """The finance liaison of the county does the first matter under way; returns how many ties."""
    under_way = Matter.objects.filter(county__code=COUNTY, state=MatterState.RECEIVED)
    matter = under_way.order_by("due_on", "id").first()
    if matter is None:
        return 0
    by = holders("loop.appoint_deputy_matter", matter)[0]
    liaison = eligible_deputies(matter, by, at.date()).get(unit__code=f"{COUNTY}-finance")
    words = {"deputy": liaison.user, "until": at.date() + DAYS}
    actions.appoint_deputy_matter(matter, by=by, at=at, **words)
    return 1
