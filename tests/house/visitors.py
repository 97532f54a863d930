"""A browser of one person of the town, and everything that it was told and that it wrote."""

import io
import zipfile
from functools import cache
from http.cookies import SimpleCookie

from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler

from tests.house.town import Town

PASSWORD_BACKEND = "pueredu.accounts.backends.PasswordBackend"
# a session is looked after, a refusal counted and remembered; nothing else may it write
QUIET_TABLES = {"accounts_session", "audit_tally", "audit_entry", "audit_link"}


WRITES = """
SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
    + pg_stat_get_xact_tuples_deleted(oid)
FROM pg_class
WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
    AND relname <> ALL(%s)
"""


class Visitor:
    """``key`` is the person's name in the town, or ``anonymous``."""

    def __init__(self, town: Town, key: str):
        self.key = key
        self.person = town.person(key)
        self.client = Client(raise_request_exception=True)
        self.client.handler = _handler()
        if key != "anonymous":
            self.client.force_login(town.world.people[key], backend=PASSWORD_BACKEND)
        self.cookies = dict(self.client.cookies)

    def ask(self, method: str, address: str, data: dict | None = None):
        """The answer to one request, of which nothing stays, neither in the database nor in the
        browser.

        ``said`` is all that the answer tells: headers, body (an office file unpacked) and messages
        for the next page; ``written`` the tables of which some row was written, whoever wrote it.
        """
        self.client.cookies = SimpleCookie(self.cookies)
        before = writes()
        with transaction.atomic():
            response = getattr(self.client, method.lower())(address, data)
            content = b"".join(response) if response.streaming else response.content
            response.body = unpacked(content)
            response.said = f"{dict(response.headers)} {response.body} {self._messages(response)}"
            response.written = {table for table, _ in writes() ^ before}
            transaction.set_rollback(True)
        return response

    def _messages(self, response) -> list[str]:
        """What the next page will show: only a redirect leaves messages behind."""
        if response.status_code != 302:
            return []
        return [str(item) for item in response.wsgi_request._messages._queued_messages]


@cache
def _handler() -> ClientHandler:
    """One handler for all: loading the middleware takes longer than ten answers."""
    return ClientHandler(enforce_csrf_checks=False)


def unpacked(content: bytes) -> str:
    """A body as text; what an office file packs is read part by part."""
    if not content.startswith(b"PK\x03\x04"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return " ".join(
            package.read(name).decode("utf-8", "replace") for name in package.namelist()
        )


def writes() -> set[tuple[str, int]]:
    """(table, rows written in this transaction so far) as PostgreSQL counts them, what was taken
    back and what a trigger did included; without the tables that a refusal may write to."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES, [sorted(QUIET_TABLES)])
        return set(cursor.fetchall())


def digest() -> list[tuple[str, int, int]]:
    """(table, rows, sum of the rows' hashes) of everything that a refusal must leave alone."""
    names = sorted(set(connection.introspection.table_names()) - QUIET_TABLES)
    query = " UNION ALL ".join(
        f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)"
        f" FROM {connection.ops.quote_name(name)} t"
        for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()
