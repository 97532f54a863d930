"""The main lists at a tenth of the data and at all of it: a page does not grow with its table."""

from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.urls import reverse

from pueredu.kit import clock
from pueredu.loop.models import Matter
from pueredu.office.pages.keyset import page_of
from tests.benchmarks.clocks import counted_queries, seconds
from tests.benchmarks.loads import CITY, COUNTY, FULL, TENTH, matters_up_to, person
from tests.benchmarks.places import copy_database, database
from tests.benchmarks.report import AT_MOST, Measured

ROUNDS = 7
SMALL = "tenth"


def measure() -> list[Measured]:
    at, city = clock.now(), connection.settings_dict["NAME"]
    matters_up_to(TENTH, at)
    clients = {name: _signed_in(name) for name in (CITY, COUNTY)}
    copy_database(SMALL)
    matters_up_to(FULL, at)
    pages = _pages()
    asked = {}
    for name in (SMALL, city):
        with database(name):
            asked[name] = {key: _queries(clients[key[0]], key[1]) for key in pages}
    assert asked[SMALL] == asked[city]
    return [
        _compared(clients[key[0]], key, words, city, asked[city][key])
        for key, words in pages.items()
    ]


def _pages() -> dict[tuple[str, str], str]:
    """What is opened, by person and address."""
    matters = reverse("loop:matter-list")
    first = Matter.objects.order_by("id").values_list("pk", flat=True)[0]
    addresses = {
        reverse("desk:home"): "desk",
        matters: "matters",
        f"{matters}?open=1": "open matters",
        f"{matters}?{_far_on()}": "matters, far on",
        reverse("loop:matter-detail", args=[first]): "one matter",
        reverse("measures:commitment-list"): "commitments",
        reverse("office:inbox"): "messages",
    }
    return {(who, url): word for url, word in addresses.items() for who in (CITY, COUNTY)}


def _far_on() -> str:
    """The address of a page a thousand rows into the city's list."""
    page = page_of(Matter.objects.all(), 1000)
    return urlencode({"after": page.after.token})


def _signed_in(name: str) -> Client:
    client = Client()
    client.force_login(person(name), backend="pueredu.accounts.backends.PasswordBackend")
    return client


def _queries(client: Client, url: str) -> int:
    with counted_queries() as queries:
        response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return len(queries)


def _compared(client: Client, key, words: str, city: str, queries: int) -> Measured:
    """The two sizes in turn, so that the machine's other work meets both."""
    small, large = [], []
    for _ in range(ROUNDS):
        for name, times in ((SMALL, small), (city, large)):
            with database(name):
                client.get(key[1])
                times.append(seconds(lambda: client.get(key[1])))
    return Measured(
        f"page: {words} ({key[0]}), all ÷ a tenth of the rows",
        min(large) / min(small),
        (AT_MOST, 1.2),
        note=f"{min(large) * 1000:.0f} ms, {queries} queries",
    )
