"""An act that was signed on paper: what it must say, and for whom it is remembered."""

from datetime import timedelta

import pytest

from pueredu.audit.models import Entry
from pueredu.files.actions import store_file
from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.units.access.acts import acting
from pueredu.units.access.paper import PaperAct
from tests.support.files import pdf
from tests.support.world import AT, TODAY

MAYOR = "分管副市长"


def test_a_paper_names_who_signed_and_is_not_of_tomorrow():
    PaperAct(MAYOR, TODAY).check(AT)
    with pytest.raises(Incomplete, match="请填写签批人（职务）。"):
        PaperAct("  ", TODAY).check(AT)
    with pytest.raises(Refused, match="签批日期不能晚于今天。"):
        PaperAct(MAYOR, TODAY + timedelta(1)).check(AT)


def test_the_act_is_remembered_for_whoever_signed_with_every_line_of_the_paper(world):
    unit, clerk = world.units["a1"], world.person("secretariat")
    scan = store_file(pdf(), by=clerk, at=AT, owner_label="units.unit")
    paper = PaperAct(f" {MAYOR} ", TODAY, "普政发〔2023〕9号", scan)
    with acting("change", unit, by=clerk, at=AT, paper=paper) as locked:
        locked.source = "批复"
    entry = Entry.objects.about(unit).get()
    assert (entry.actor, entry.on_behalf_of) == (clerk.name, MAYOR)
    assert entry.changes == {
        "source": ["", "批复"],
        "paper_signed_on": ["", "2023-05-25"],
        "paper_number": ["", "普政发〔2023〕9号"],
        "paper_scan": ["", scan.sha256],
    }


def test_a_paper_opens_no_door_that_the_clerk_s_post_does_not(world):
    paper = PaperAct(MAYOR, TODAY)
    with (
        pytest.raises(NotPermitted),
        acting("change", world.units["a1"], by=world.person("a_bureau"), at=AT, paper=paper),
    ):
        raise AssertionError
    assert Entry.objects.count() == 0
