"""Issuing: one act, one Matter a county, all or nothing."""

from datetime import date

import pytest

from measures.actions import issue_commitment
from measures.enums import CommitmentState, LeadOrgan
from measures.models import CommitmentTask
from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.loop import actions as loop
from pueredu.loop.enums import MatterState
from pueredu.loop.models import Matter
from pueredu.units.access.paper import PaperAct
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from tests.measures.papers import PAPER
from tests.support.world import AT, TODAY


def issue(commitment, user, **changes):
    return issue_commitment(commitment, by=user, at=AT, **PAPER | changes)


def test_one_act_makes_one_issued_matter_for_each_county(issued, commitment, world):
    led = [(task.county, task.matter.lead_unit, task.matter.state) for task in issued.tasks]
    assert led == [
        (world.units["a"], world.units["a-government"], MatterState.ISSUED),
        (world.units["b"], world.units["b-government"], MatterState.ISSUED),
    ]
    matter = issued.tasks[0].matter
    assert (matter.signatory, matter.authority) == ("分管副市长", "市政府办公室")
    assert (matter.due_on, matter.original_due_on) == (date(2023, 12, 31), date(2023, 12, 31))
    assert (matter.source, matter.source_url) == (
        commitment.reply.title,
        commitment.get_absolute_url(),
    )
    assert "「层层签订教育教学目标责任书」" in matter.text
    commitment.refresh_from_db()
    assert commitment.state == CommitmentState.ISSUED


def test_the_memory_names_what_was_handed_to_whom(issued, commitment):
    (entry,) = Entry.objects.about(commitment).filter(verb="measures.commitment.issue")
    assert entry.changes["tasks"] == [
        f"{task.county.short_name} {task.matter.serial}" for task in issued.tasks
    ]
    assert entry.changes["skipped"] == []
    assert entry.changes["state"] == ["registered", "issued"]


def test_another_organ_may_lead(commitment, world):
    done = issue(commitment, world.person("city_staff"), organ_kind=LeadOrgan.FINANCE)
    assert [task.matter.lead_unit for task in done.tasks] == [
        world.units["a-finance"],
        world.units["b-finance"],
    ]


def test_a_county_with_an_open_one_is_skipped_and_named(issued, commitment, world):
    secretariat = world.person("secretariat")
    loop.withdraw_matter(issued.tasks[1].matter, by=secretariat, at=AT, text="交办有误")
    again = issue(commitment, secretariat)
    assert [task.county for task in again.tasks] == [world.units["b"]]
    assert again.skipped == [world.units["a"]]
    assert again.tasks[0].round == 2


def test_nothing_happens_when_every_county_has_an_open_one(issued, commitment, world):
    with pytest.raises(Refused, match="各县\\(区\\)都已有未办结"):
        issue(commitment, world.person("secretariat"))
    assert Matter.objects.count() == 2


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"paper": PaperAct("  ", TODAY)}, "请填写签批人（职务）。"),
        ({"authority": "  "}, "请填写签发机关及授权依据。"),
    ],
)
def test_a_paper_without_signatory_or_authority_is_incomplete(commitment, world, missing, sentence):
    with pytest.raises(Incomplete, match=sentence):
        issue(commitment, world.person("secretariat"), **missing)
    assert Matter.objects.count() == 0


def test_the_drafter_is_not_the_signatory(commitment, world):
    user = world.person("secretariat")
    for own in (user.name, str(user.memberships.get())):
        with pytest.raises(Refused, match="拟稿人不能同时是签发人"):
            issue(commitment, user, paper=PaperAct(own, TODAY))


def test_a_passed_date_leaves_nothing_behind(commitment, world):
    with pytest.raises(Refused, match="办理时限不能早于今天"):
        issue(commitment, world.person("secretariat"), due_on=date(2023, 5, 24))
    assert (Matter.objects.count(), CommitmentTask.objects.count()) == (0, 0)
    commitment.refresh_from_db()
    assert commitment.state == CommitmentState.REGISTERED


def test_a_county_without_the_organ_stops_all_and_is_named(commitment, world):
    Unit.objects.create(
        code="T-c",
        kind=UnitKind.COUNTY,
        parent=world.units["city"],
        name="丙县",
        short_name="丙县",
        precedence=99,
    )
    with pytest.raises(Refused, match="没有登记县\\(区\\)人民政府，请先补录单位：丙县"):
        issue(commitment, world.person("secretariat"))
    assert Matter.objects.count() == 0


def test_what_the_city_leads_is_not_handed_to_counties(world, make_commitment):
    unit = world.units["city-finance"]
    commitment = make_commitment(lead_organ="", lead_unit=unit)
    with pytest.raises(Refused, match="不逐县\\(区\\)交办"):
        issue(commitment, world.person("secretariat"))


@pytest.mark.parametrize("key", ["city_training", "city_leader", "a_government", "former"])
def test_others_may_not_issue(commitment, world, key):
    with pytest.raises(NotPermitted):
        issue(commitment, world.person(key))
    assert Matter.objects.count() == 0
