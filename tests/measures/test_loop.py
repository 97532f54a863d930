"""The loop of this room, walked through the screens on the real ten 县(区)."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from measures import seeds
from measures.models import Commitment
from pueredu.accounts.models import User
from pueredu.loop.enums import MatterState
from pueredu.loop.models import Matter
from pueredu.ops.seeds.reference import seed_figures, seed_units
from pueredu.units.enums import Role
from pueredu.units.models import Membership, Unit
from tests.support import files
from tests.support.world import AT

PEOPLE = {
    "secretariat": ("530800-secretariat", Role.SECRETARIAT),
    "secretariat-2": ("530800-secretariat", Role.SECRETARIAT),
    "government-530802": ("530802-government", Role.COUNTY_GOVERNMENT),
    "government-530829": ("530829-government", Role.COUNTY_GOVERNMENT),
}


@pytest.fixture
def city(db):
    """The real units, Figures and letter, and four people; the clock stands at AT."""
    with time_machine.travel(AT, tick=False):
        seed_units(at=AT)
        seed_figures(at=AT)
        seeds.reference(at=AT)
        for username, (code, role) in PEOPLE.items():
            user = User.objects.create(username=username, name=f"演示·{username}")
            unit = Unit.objects.get(code=code)
            Membership.objects.create(user=user, unit=unit, role=role, since=date(2020, 1, 1))
        yield


def client_of(username: str) -> Client:
    client = Client()
    user = User.objects.get(username=username)
    client.force_login(user, backend="pueredu.accounts.backends.PasswordBackend")
    return client


def total_of(client: Client) -> int:
    """The open-loop number on the first page."""
    page = client.get(reverse("desk:home")).content.decode()
    return int(re.search(r'data-meter="total">([\d,]+)<', page)[1].replace(",", ""))


def open_loops(client: Client) -> tuple[int, int]:
    """The open commitments on the first page, and the rows of the list behind their line."""
    page = client.get(reverse("desk:home")).content.decode()
    line = re.search(r'<a href="([^"]*kind=commitment[^"]*)">.*?data-meter="(\d+)"', page)
    if line is None:
        return 0, 0
    listing = client.get(line[1].replace("&amp;", "&")).content.decode()
    return int(line[2]), listing.count('class="row-link"')


def press(client: Client, matter: Matter, verb: str, **words) -> None:
    response = client.post(reverse(f"loop:matter-{verb}", args=[matter.pk]), words)
    assert response.status_code == 302, response.content.decode()


def test_a_promise_goes_to_ten_counties_and_one_of_them_keeps_it(city):
    secretariat, county = client_of("secretariat"), client_of("government-530802")
    commitment = Commitment.objects.get(code="government_letters")
    assert open_loops(secretariat) == (0, 0)

    paper = {
        "organ_kind": "",
        "paper_0": "市人民政府分管副市长",
        "paper_1": "2023-05-24",
        "authority": "市人民政府办公室",
        "due_on": "2023-12-31",
    }
    page = secretariat.get(commitment.get_absolute_url()).content.decode()
    issuing = reverse("measures:commitment-issue", args=[commitment.pk])
    assert issuing in page
    done = secretariat.post(issuing, paper, follow=True).content.decode()
    assert "已向 10 个县(区)交办。" in done
    matters = Matter.objects.filter(kind="commitment", state=MatterState.ISSUED)
    leads = matters.order_by("lead_unit__precedence").values_list("lead_unit__code", flat=True)
    assert list(leads) == [f"{unit.code}-government" for unit in Unit.objects.counties()]
    assert open_loops(secretariat) == (10, 10)
    assert open_loops(county) == (1, 1)

    matter = matters.get(lead_unit__code="530802-government")
    desk = county.get(reverse("desk:home")).content.decode()
    assert matter.get_absolute_url() in desk
    press(county, matter, "receive")
    evidence = files.pdf("责任书.pdf")
    press(county, matter, "report-progress", text="已签订", percent="80", attachments=evidence)
    press(county, matter, "submit", text="全部签订，请核验")
    assert open_loops(secretariat) == (10, 10)
    before = total_of(secretariat)

    press(client_of("secretariat-2"), matter, "close", text="材料齐全")
    matter.refresh_from_db()
    assert matter.state == MatterState.CLOSED
    assert total_of(secretariat) == before - 1
    assert open_loops(secretariat) == (9, 9)
    assert open_loops(county) == (0, 0)
    ledger = secretariat.get(reverse("measures:commitment-list") + "?stage=open")
    assert "已兑现 1/10" in ledger.content.decode()
    detail = secretariat.get(commitment.get_absolute_url()).content.decode()
    assert detail.count("已兑现") == 2  # its lamp and its state, in one of ten rows


def test_the_county_cannot_verify_its_own_and_the_neighbour_finds_nothing(city):
    secretariat, county = client_of("secretariat"), client_of("government-530802")
    commitment = Commitment.objects.get(code="government_letters")
    issuing = reverse("measures:commitment-issue", args=[commitment.pk])
    paper = {"paper_0": "市长", "paper_1": "2023-05-24", "authority": "市政府"}
    secretariat.post(issuing, {**paper, "due_on": "2023-12-31"})
    matter = Matter.objects.get(lead_unit__code="530802-government")
    press(county, matter, "receive")
    without = county.post(reverse("loop:matter-submit", args=[matter.pk]), {"text": "完成了"})
    assert without.status_code == 422
    assert "还没有佐证材料" in without.content.decode()
    press(county, matter, "submit", text="完成了", attachments=files.pdf())
    assert county.post(reverse("loop:matter-close", args=[matter.pk])).status_code == 403
    neighbour = client_of("government-530829")
    attachment = matter.events.get(verb="submit").attachments.get()
    for address in (
        matter.get_absolute_url(),
        reverse("loop:matter-file", args=[matter.pk, attachment.pk]),
        reverse("loop:matter-submit", args=[matter.pk]),
    ):
        assert neighbour.get(address).status_code == 404
    matter.refresh_from_db()
    assert matter.state == MatterState.SUBMITTED
