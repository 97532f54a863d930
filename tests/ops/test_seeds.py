"""Reference data from the files, and a demonstration that is the same each time."""

import json
import stat
from collections import Counter
from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command

from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.calendar.models import Figure, Holiday
from pueredu.loop.models import MatterGrant
from pueredu.ops.seeds import accounts, people, reference, schools
from pueredu.ops.seeds.rooms import ROOMS, room_seeds
from pueredu.units.enums import Role, SchoolType, UnitKind
from pueredu.units.models import Membership, Unit
from tests.support.world import AT


@pytest.fixture
def floor(db):
    """The floor's reference data alone."""
    return (
        reference.seed_units(at=AT),
        reference.seed_figures(at=AT),
        reference.seed_holidays(at=AT),
    )


def test_the_city_its_ten_counties_and_their_organs_are_loaded_in_official_order(floor):
    assert floor[0] == Unit.objects.count() == 104
    assert list(Unit.objects.counties().values_list("short_name", flat=True)) == [
        "思茅区", "宁洱县", "墨江县", "景东县", "景谷县", "镇沅县", "江城县", "孟连县", "澜沧县", "西盟县",
    ]  # fmt: skip
    finance = Unit.objects.get(code="530829-finance")
    assert (finance.area.code, finance.path) == ("530829", "530800/530829/530829-finance/")
    assert not Unit.objects.filter(source="").exists()


def test_holidays_come_with_chinese_names_and_worked_weekends(floor):
    national = Holiday.objects.get(day=date(2023, 10, 7))
    assert (national.name, national.is_workday) == ("国庆节调休", True)
    assert Holiday.objects.get(day=date(2023, 4, 5)).name == "清明节"
    years = set(Holiday.objects.values_list("day__year", flat=True))
    assert {2021, 2022, 2023, 2024, 2025, 2026} <= years
    assert min(years) == 2021


def test_a_second_load_adds_nothing_and_takes_back_no_correction(floor):
    Figure.objects.filter(key="training.required_hours").update(value=80)
    Unit.objects.filter(code="530802").update(short_name="思茅")
    Holiday.objects.filter(day=date(2023, 10, 7)).update(name="改")
    Holiday.objects.filter(day=date(2023, 10, 8)).delete()
    entries = Entry.objects.count()
    assert [
        reference.seed_units(at=AT), reference.seed_figures(at=AT), reference.seed_holidays(at=AT),
    ] == [0, 0, 1]  # fmt: skip
    assert Figure.objects.get(key="training.required_hours").value == 80
    assert Unit.objects.get(code="530802").short_name == "思茅"
    assert Holiday.objects.get(day=date(2023, 10, 7)).name == "改"
    assert Entry.objects.count() == entries + 1


def test_every_reference_row_is_remembered_as_the_system_s_act(floor):
    units, figures, holidays = floor
    assert Entry.objects.filter(actor="系统", verb="units.unit.add").count() == units
    assert Entry.objects.filter(verb="calendar.figure.add").count() == figures
    batch = Entry.objects.get(verb="calendar.holiday.import")
    assert batch.changes["rows"][0] == holidays


def test_the_command_goes_through_every_room_and_says_a_line_for_each(db, capsys):
    call_command("seed_reference")
    lines = capsys.readouterr().out.splitlines()
    rooms = [room for room, _ in room_seeds()]
    assert [line.split(":")[0] for line in lines] == ["units", "figures", "holidays", *rooms]
    call_command("seed_reference", verbosity=0)
    assert capsys.readouterr().out == ""


def test_a_demonstration_s_reference_data_are_remembered_on_its_own_day(db):
    """Or the auditor's list would begin with entries of the future."""
    call_command("seed_reference", at=AT, verbosity=0)
    assert set(Entry.objects.values_list("at", flat=True)) == {AT}


def test_rooms_are_filled_from_the_bottom_up():
    assert [room for room, _ in room_seeds()] == [
        room for room in ROOMS if room in dict(room_seeds())
    ]
    assert ROOMS == ("studios", "training", "measures", "accountability")


def test_the_small_scale_gives_each_county_three_schools_and_a_central_school_with_points(floor):
    assert schools.seed_schools("small") == 72
    for code in schools.WEIGHTS:
        kinds = Counter(
            Unit.objects.schools().filter(area__code=code).values_list("kind", flat=True)
        )
        assert kinds == {"school": 3, "central_school": 1, "village_school": 2, "teaching_point": 1}
    assert Unit.objects.schools().filter(area__code="530800").count() == 2
    point = Unit.objects.filter(kind=UnitKind.TEACHING_POINT).first()
    assert point.parent.kind == UnitKind.CENTRAL_SCHOOL
    assert point.path == f"{point.parent.path}{point.code}/"
    assert point.name == "演示·思茅区第一中心学校第一教学点"


def test_the_city_scale_has_the_published_totals(floor):
    assert schools.seed_schools("city") == 1054
    demo = Unit.objects.filter(is_demo=True)
    types = Counter(demo.values_list("school_type", flat=True))
    secondary = [SchoolType.JUNIOR, SchoolType.NINE_YEAR, SchoolType.SENIOR, SchoolType.COMPLETE]
    assert (types["kindergarten"], types["primary"]) == (425, 461)
    assert sum(types[kind] for kind in secondary) == 134
    assert (types["vocational"], types["special"], types["other"]) == (25, 5, 4)
    assert {len(code) for code in demo.values_list("code", flat=True)} == {10}
    assert {code[2:4] for code in demo.values_list("code", flat=True)} == {"53"}


def test_a_bulk_row_is_what_saving_would_have_made(floor):
    schools.seed_schools("small")
    for unit in Unit.objects.filter(is_demo=True)[:20]:
        inserted = (unit.path, unit.area_id, unit.name_key)
        unit.save()
        assert (unit.path, unit.area_id, unit.name_key) == inserted
    people.seed_people()
    for post in Membership.objects.select_related("unit__area")[:20]:
        assert (post.county_id, post.tier) == (post.unit.area_id, post.unit.tier)


@pytest.mark.parametrize("number", [1, 9, 10, 11, 20, 35, 99])
def test_schools_are_numbered_as_schools_are(number):
    words = {1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 35: "三十五", 99: "九十九"}
    assert schools.chinese(number) == words[number]


def test_every_role_is_filled_in_every_county_and_nobody_looks_real(floor):
    schools.seed_schools("small")
    people.seed_people()
    county_roles = {
        Role.COUNTY_LEADER, Role.COUNTY_PARTY_OFFICE, Role.COUNTY_GOVERNMENT, Role.COUNTY_BUREAU,
        Role.COUNTY_ACCOUNTS, Role.COUNTY_DEPARTMENT, Role.INSPECTOR, Role.CENTRAL_SCHOOL,
        Role.SCHOOL_HEAD, Role.SCHOOL_OFFICER, Role.TEACHER,
    }  # fmt: skip
    for code in schools.WEIGHTS:
        held = set(Membership.objects.filter(county__code=code).values_list("role", flat=True))
        assert held == county_roles
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role)
    assert not User.objects.exclude(name__startswith="演示").exists()
    assert User.objects.get(username="leader-530802").name == "演示·思茅区委书记"
    assert User.objects.get(username="mayor-530829").name == "演示·西盟县县长"


@pytest.fixture
def demo(db, monkeypatch, settings, tmp_path):
    """The whole demonstration, with one password for all its accounts."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setenv("PUEREDU_DEMO_PASSWORD", "demo-password")
    call_command("seed_reference", verbosity=0)
    call_command("seed_demo", verbosity=0)
    return json.loads((tmp_path / accounts.FILE_NAME).read_text(encoding="utf-8"))


def test_one_account_of_each_role_can_sign_in_and_stands_in_a_private_file(demo):
    assert {row["role"] for row in demo} == {str(role.label) for role in Role}
    assert set(demo[0]) == {"role", "label", "username", "password"}
    user = User.objects.get(username=demo[0]["username"])
    assert check_password("demo-password", user.password)
    able = [user.username for user in User.objects.all() if user.has_usable_password()]
    assert sorted(able) == sorted(row["username"] for row in demo)
    mode = stat.S_IMODE((settings.VAR_DIR / accounts.FILE_NAME).stat().st_mode)
    assert mode == 0o600


def test_posts_are_acting_stood_in_for_handed_over_and_one_matter_has_a_deputy(demo):
    posts = Membership.objects.select_related("user", "standing_deputy").order_by("since", "id")
    assert [str(post) for post in posts.filter(is_acting=True)] == [
        "演示·思茅区第一初级中学·校长（主持工作）"
    ]
    pairs = posts.exclude(standing_deputy=None)
    assert {post.user.username: post.standing_deputy.username for post in pairs} == {
        "bureau-530802": "bureau-2-530802", "bureau-2-530802": "bureau-530802",
    }  # fmt: skip
    office = posts.filter(role=Role.COUNTY_PARTY_OFFICE, county__code="530829")
    assert [(post.user.username, post.since, post.until) for post in office] == [
        ("party-former-530829", date(2021, 1, 1), date(2023, 5, 7)),
        ("party-530829", date(2023, 5, 8), None),
    ]
    (tie,) = MatterGrant.objects.select_related("user", "content_object")
    assert (tie.user.username, tie.content_object.state) == ("finance-530802", "received")


def test_a_demonstration_is_never_mixed_with_accounts_that_are_there(demo):
    units = Unit.objects.count()
    with pytest.raises(CommandError, match="empty database only"):
        call_command("seed_demo")
    assert Unit.objects.count() == units


def test_without_a_common_password_each_account_gets_its_own(floor):
    schools.seed_schools("small")
    people.seed_people()
    rows = accounts.open_accounts()
    assert len({row["password"] for row in rows}) == len(rows) == 30


def test_the_demonstration_needs_the_reference_data(db):
    with pytest.raises(CommandError, match="run seed_reference first"):
        call_command("seed_demo")
