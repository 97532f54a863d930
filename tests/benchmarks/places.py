"""A second database beside the first, so that two sizes can be measured in turn."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.conf import settings
from django.db import connection
from psycopg2 import sql

from pueredu.embedded import urls_for


@contextmanager
def superuser() -> Iterator:
    """A cursor of the superuser in the same database, each statement its own transaction."""
    here = connection.settings_dict["NAME"]
    address = urls_for(settings.VAR_DIR).superuser.replace("/postgres?", f"/{here}?")
    link = psycopg2.connect(address)
    try:
        link.autocommit = True
        with link.cursor() as cursor:
            yield cursor
    finally:
        link.close()


def copy_database(name: str) -> None:
    """Copy the database as it stands now under another name."""
    here = connection.settings_dict["NAME"]
    connection.close()  # a template must have no other sessions
    with superuser() as cursor:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER pueredu")
        cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(here)))


@contextmanager
def database(name: str) -> Iterator[None]:
    """Inside the block Django works on the database of this name; it is connected already."""
    here = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.connect()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = here
