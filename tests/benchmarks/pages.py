"""The main lists at a tenth of the data and at all of it: a page does not grow with its table."""

from statistics import median

from django.test import Client
from django.urls import reverse

from pueredu.kit import clock
from pueredu.loop.models import Matter
from tests.benchmarks.clocks import counted_queries, seconds
from tests.benchmarks.loads import CITY, COUNTY, FULL, TENTH, matters_up_to, person
from tests.benchmarks.report import AT_MOST, Measured

ROUNDS = 5


def measure() -> list[Measured]:
    at = clock.now()
    matters_up_to(TENTH, at)
    clients = {name: _signed_in(name) for name in (CITY, COUNTY)}
    small = {key: _time(clients[key[0]], key[1]) for key in _pages()}
    matters_up_to(FULL, at)
    large = {key: _time(clients[key[0]], key[1]) for key in _pages()}
    return [_compared(key, words, small[key], large[key]) for key, words in _pages().items()]


def _pages() -> dict[tuple[str, str], str]:
    """What is opened, by person and address."""
    matters = reverse("loop:matter-list")
    first = Matter.objects.order_by("id").values_list("pk", flat=True)[0]
    addresses = {
        reverse("desk:home"): "desk",
        matters: "matters",
        f"{matters}?open=1": "open matters",
        f"{matters}?page=20": "matters, page 20",
        reverse("loop:matter-detail", args=[first]): "one matter",
        reverse("measures:commitment-list"): "commitments",
        reverse("office:inbox"): "messages",
    }
    return {(who, url): word for url, word in addresses.items() for who in (CITY, COUNTY)}


def _signed_in(name: str) -> Client:
    client = Client()
    client.force_login(person(name), backend="pueredu.accounts.backends.PasswordBackend")
    return client


def _time(client: Client, url: str) -> tuple[float, int]:
    """The median seconds of a page and its queries, after one unmeasured visit."""
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    with counted_queries() as queries:
        client.get(url)
    return median(seconds(lambda: client.get(url)) for _ in range(ROUNDS)), len(queries)


def _compared(key, words: str, small: tuple[float, int], large: tuple[float, int]) -> Measured:
    (before, asked), (after, asks) = small, large
    assert asks == asked, f"{words}: {asked} queries at a tenth, {asks} at all of the data"
    return Measured(
        f"page: {words} ({key[0]}), all ÷ a tenth of the rows",
        after / before,
        (AT_MOST, 1.2),
        note=f"{after * 1000:.0f} ms, {asks} queries",
    )
