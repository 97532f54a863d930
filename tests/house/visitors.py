"""A browser of one person of the town, and everything that it was told and that it wrote."""

import io
import re
import zipfile
from functools import cache
from http.cookies import SimpleCookie

from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler

from tests.house.town import Town

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY) "?(\w+)"?')
PASSWORD_BACKEND = "pueredu.accounts.backends.PasswordBackend"
# a session is looked after, a refusal counted and remembered; nothing else may it write
QUIET_TABLES = {"accounts_session", "audit_tally", "audit_entry", "audit_link"}


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

    def ask(self, method: str, address: str, *, closely: bool = False):
        """The answer to one request, of which nothing stays, neither in the database nor in the
        browser.

        ``said`` is all that the answer tells: headers, body (an office file unpacked) and messages
        for the next page; ``written`` the tables that it wrote to; ``rows``, when asked
        ``closely``, the digest of every row as the request left it.
        """
        self.client.cookies = SimpleCookie(self.cookies)
        self.written = set()
        with connection.execute_wrapper(self._watch), transaction.atomic():
            response = getattr(self.client, method.lower())(address)
            content = b"".join(response) if response.streaming else response.content
            response.body = unpacked(content)
            response.said = f"{dict(response.headers)} {response.body} {self._messages(response)}"
            response.rows = digest() if closely else None
            transaction.set_rollback(True)
        self.written -= QUIET_TABLES
        return response

    def _messages(self, response) -> list[str]:
        """What the next page will show: only a redirect leaves messages behind."""
        if response.status_code != 302:
            return []
        return [str(item) for item in response.wsgi_request._messages._queued_messages]

    def _watch(self, execute, sql, params, many, context):
        if found := WRITES.match(sql):
            self.written.add(found[1])
        return execute(sql, params, many, context)


@cache
def _handler() -> ClientHandler:
    """One handler for all: loading the middleware takes longer than ten answers."""
    return ClientHandler()


def unpacked(content: bytes) -> str:
    """A body as text; what an office file packs is read part by part."""
    if not content.startswith(b"PK\x03\x04"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return " ".join(
            package.read(name).decode("utf-8", "replace") for name in package.namelist()
        )


def digest() -> list[tuple[str, int, int]]:
    """(table, rows, sum of the rows' hashes) of everything that a refusal must leave alone."""
    with connection.cursor() as cursor:
        cursor.execute(_digest_query())
        return cursor.fetchall()


@cache
def _digest_query() -> str:
    names = sorted(set(connection.introspection.table_names()) - QUIET_TABLES)
    return " UNION ALL ".join(
        f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)"
        f" FROM {connection.ops.quote_name(name)} t"
        for name in names
    )
