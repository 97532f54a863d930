"""A kind of Matter for tests: the Secretariat gives, an organ of a 县(区) does, the bureau verifies."""

from datetime import date

import pytest

from pueredu.files.actions import store_file
from pueredu.loop import actions
from pueredu.loop.enums import MatterTransition as T
from pueredu.loop.models import Matter
from pueredu.loop.rules import DEPUTY, MatterKind
from pueredu.units.access.paper import PaperAct
from pueredu.units.enums import Reach as R
from pueredu.units.enums import Role
from tests.support.files import pdf
from tests.support.rights import lent_kinds
from tests.support.world import AT

_GIVERS = {Role.SECRETARIAT: R.SUBTREE, Role.CITY_STAFF: R.SUBTREE}
_DOERS = {Role.COUNTY_GOVERNMENT: R.OWN, Role.COUNTY_DEPARTMENT: R.OWN}
_OR_DEPUTY = {**_DOERS, **DEPUTY}
_DEPUTISERS = {**_DOERS, Role.COUNTY_LEADER: R.OWN}
_READERS = {**_GIVERS, **_DOERS, Role.COUNTY_BUREAU: R.SUBTREE, Role.CITY_LEADER: R.SUBTREE}
ERRAND = MatterKind(
    name="errand",
    label="交办件",
    end="办结",
    grants={
        "view": {**_READERS, **DEPUTY},
        "add": _GIVERS,
        "export": _GIVERS,
        **{verb.value: _GIVERS for verb in T},
        **dict.fromkeys((T.RECEIVE.value, T.REPORT_PROGRESS.value, T.SUBMIT.value), _OR_DEPUTY),
        **dict.fromkeys((T.APPOINT_DEPUTY.value, T.END_DEPUTY.value), _DEPUTISERS),
    },
)
DUE_ON = date(2023, 6, 30)
SIGNED = PaperAct("秘书长", date(2023, 5, 24))


@pytest.fixture
def errands():
    """Register the kind for one test."""
    with lent_kinds(ERRAND):
        yield ERRAND


def draft(world, unit: str = "a-government", title: str = "修缮食堂", at=AT) -> Matter:
    """A draft of the Secretariat for one unit of the world."""
    assignment = actions.Assignment(
        kind=ERRAND.name,
        title=title,
        text="请按期完成。",
        lead_unit=world.units[unit],
        source="现场办公会第 3 项",
    )
    return actions.draft_matter(assignment, by=world.person("secretariat"), at=at)


def issued(world, unit: str = "a-government", title: str = "修缮食堂", due_on=DUE_ON) -> Matter:
    """Handed over to its lead unit at AT."""
    return actions.issue_matter(
        draft(world, unit, title),
        by=world.person("secretariat"),
        at=AT,
        paper=SIGNED,
        due_on=due_on,
    )


def received(world, **words) -> Matter:
    return actions.receive_matter(issued(world, **words), by=world.person("a_government"), at=AT)


def submitted(world, **words) -> Matter:
    """With one PDF as evidence, waiting for verification."""
    doer = world.person("a_government")
    file = store_file(pdf(), by=doer, at=AT, owner_label="loop.matter")
    return actions.submit_matter(
        received(world, **words), by=doer, at=AT, text="已完成", attachments=[file]
    )


def closed(world, **words) -> Matter:
    return actions.close_matter(submitted(world, **words), by=world.person("city_staff"), at=AT)
