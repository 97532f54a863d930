"""A deputy for one matter: may do it up to a day, sees nothing else, and never verifies it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from pueredu.audit.models import Entry
from pueredu.files.actions import store_file
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.loop import actions
from pueredu.loop.kinds import kinds
from pueredu.loop.models import Matter, MatterGrant
from pueredu.loop.queries import deputy_of, eligible_deputies, owed
from pueredu.notices.models import Message
from pueredu.units.access.ties import Tie
from pueredu.units.enums import Role
from pueredu.units.models import Membership
from tests.support import matters
from tests.support.files import pdf
from tests.support.world import AT, SINCE, TODAY

pytestmark = pytest.mark.usefixtures("errands", "clock")

LAST = date(2023, 6, 10)


def appoint(world, matter, key="a_bureau", by="a_government", until=LAST):
    return actions.appoint_deputy_matter(
        matter, by=world.person(by), at=AT, deputy=world.people[key], until=until
    )


@pytest.fixture
def two(world):
    """Two matters of the government, the first with somebody of the accounts desk as deputy."""
    first, second = matters.issued(world, title="代办的"), matters.issued(world, title="旁边的")
    return appoint(world, first, "a_accounts"), second


def test_the_deputy_receives_reports_and_submits_this_matter(world, two):
    deputy = world.person("a_accounts")
    matter = actions.receive_matter(two[0], by=deputy, at=AT)
    file = store_file(pdf(), by=deputy, at=AT, owner_label="loop.matter")
    matter = actions.report_progress_matter(
        matter, by=deputy, at=AT, text="一半", percent=50, attachments=[file]
    )
    matter = actions.submit_matter(matter, by=deputy, at=AT, text="完成")
    assert (matter.state, matter.submitted_by) == ("submitted", deputy)
    assert matter.events.last().post == "代办人"
    assert Entry.objects.filter(verb="loop.matter.submit").get().post == "代办人"


def test_the_deputy_does_nothing_else_to_it_and_sees_nothing_else(world, two):
    deputy = world.person("a_accounts")
    assert list(Matter.objects.visible_to(deputy)) == [two[0]]
    assert [item.title for item in owed(deputy, TODAY)] == ["代办的"]
    for verb in ("close", "return", "extend", "chase", "withdraw", "appoint_deputy", "end_deputy"):
        assert not deputy.has_perm(f"loop.{verb}_matter", two[0])
    with pytest.raises(NotPermitted):
        actions.receive_matter(two[1], by=deputy, at=AT)


def test_every_kind_of_matter_grants_its_deputy_the_same_four_verbs():
    granted = {
        kind.name: {verb for verb, row in kind.grants.items() if Tie.DEPUTY in row}
        for kind in kinds()
    }
    verbs = {"view", "receive", "report_progress", "submit"}
    assert granted == dict.fromkeys(granted, verbs) != {}


def test_the_lead_unit_keeps_what_it_could_do(world, two):
    assert [item.title for item in owed(world.person("a_government"), TODAY)] == [
        "代办的",
        "旁边的",
    ]


def test_the_leader_of_the_lead_organ_appoints_too_and_nobody_else(world):
    matter = matters.issued(world)
    leader = Membership.objects.filter(user=world.people["a_leader"])
    leader.update(unit=world.units["a-government"])
    for key in ("secretariat", "a_bureau", "a_finance", "b_government"):
        with pytest.raises(NotPermitted):
            appoint(world, matter, "a_accounts", by=key)
    appoint(world, matter, "a_accounts", by="a_leader")
    assert deputy_of(matter, TODAY).user == world.people["a_accounts"]


@pytest.mark.parametrize(
    "key", ["a_government", "b_government", "city_finance", "nobody", "former", "a1_teacher"]
)
def test_only_a_colleague_nearby_may_be_the_deputy(world, key):
    with pytest.raises(Refused, match="代办人应是本单位或同级机关在任的另一位同志"):
        appoint(world, matters.issued(world), key)
    assert not MatterGrant.objects.exists()


def test_the_choice_is_the_organs_of_the_area_in_official_order(world):
    found = eligible_deputies(matters.issued(world), world.person("a_government"), TODAY)
    names = [post.user.username for post in found]
    assert names == ["a_party_office", "a_leader", "a_bureau", "a_accounts", "a_finance"]


def test_no_administrator_is_offered_for_a_matter_of_the_city(world):
    matter = matters.draft(world, "city-finance")
    found = eligible_deputies(matter, world.person("city_finance"), TODAY)
    roles = {post.role for post in found}
    assert roles & {"system_admin", "security_admin", "audit_admin"} == set()
    assert "secretariat" in roles


def test_the_past_is_no_term(world):
    with pytest.raises(Refused, match="不能早于今天"):
        appoint(world, matters.issued(world), until=TODAY - timedelta(1))


def test_the_tie_ends_with_its_last_day(world, two, clock):
    clock.move_to(AT + timedelta((LAST - TODAY).days))
    assert world.person("a_accounts").has_perm("loop.receive_matter", two[0])
    clock.shift(timedelta(1))
    assert not world.person("a_accounts").has_perm("loop.view_matter", two[0])


def test_taken_back_it_is_gone_at_the_next_request(world, two):
    matter = actions.end_deputy_matter(two[0], by=world.person("a_government"), at=AT)
    assert not Matter.objects.visible_to(world.person("a_accounts")).exists()
    assert [event.text for event in matter.events.filter(verb__endswith="deputy")] == [
        f"代办人：{world.people['a_accounts'].name}，到 2023年6月10日 为止",
        f"代办人：{world.people['a_accounts'].name}",
    ]
    with pytest.raises(Refused, match="现在没有代办人"):
        actions.end_deputy_matter(matter, by=world.person("a_government"), at=AT)


def test_a_new_deputy_takes_the_place_of_the_old_one_who_may_come_back(world, two):
    for key, other in (("a_finance", "a_accounts"), ("a_accounts", "a_finance")):
        appoint(world, two[0], key)
        assert deputy_of(two[0], TODAY).user == world.people[key]
        assert not Matter.objects.visible_to(world.person(other)).filter(pk=two[0].pk).exists()


def test_the_deputy_alone_is_told_and_is_reminded_like_the_others(world, two):
    told = Message.objects.filter(kind="DeputyAppointed")
    assert [(row.recipient, row.title) for row in told] == [
        (world.people["a_accounts"], "请代办：代办的")
    ]


def test_the_deputy_who_did_the_work_does_not_verify_it(world, two):
    """Persons are compared: a second post of the same person changes nothing."""
    deputy = world.people["a_accounts"]
    matter = actions.receive_matter(two[0], by=deputy, at=AT)
    actions.report_progress_matter(matter, by=deputy, at=AT, text="半", percent=50)
    doer = world.person("a_government")
    file = store_file(pdf(), by=doer, at=AT, owner_label="loop.matter")
    matter = actions.submit_matter(matter, by=doer, at=AT, text="完成", attachments=[file])
    Membership.objects.create(
        user=deputy, unit=world.units["city-education_bureau"], role=Role.CITY_STAFF, since=SINCE
    )
    with pytest.raises(Refused, match="请换一位同志核验"):
        actions.close_matter(matter, by=world.person("a_accounts"), at=AT)
    assert actions.close_matter(matter, by=world.person("city_staff"), at=AT).state == "closed"


def test_an_administrator_s_tie_sleeps(world, two):
    """A row written past the action opens nothing: none of the three sees business data."""
    MatterGrant.objects.update(user=world.people["audit_admin"])
    assert not Matter.objects.visible_to(world.person("audit_admin")).exists()
    MatterGrant.objects.update(user=world.people["a_finance"])
    assert Matter.objects.visible_to(world.person("a_finance")).exists()


def test_the_database_asks_for_an_end_and_for_one_tie_a_person(world, two):
    for fields, name in (({"until": None}, "matter_grant_has_an_end"),):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            MatterGrant.objects.update(**fields)
    again = MatterGrant.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError, match="matter_grant_once"), transaction.atomic():
        again.save(force_insert=True)
