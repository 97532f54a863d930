"""A second database beside the first, so that two sizes can be measured in turn."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.conf import settings
from django.db import connection
from psycopg2 import sql

from pueredu.embedded import urls_for


def copy_database(name: str) -> None:
    """Copy the database as it stands now under another name."""
    connection.close()  # a template must have no sessions
    link = psycopg2.connect(urls_for(settings.VAR_DIR).superuser)
    try:
        link.autocommit = True
        with link.cursor() as cursor:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER pueredu")
            here = connection.settings_dict["NAME"]
            cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(here)))
    finally:
        link.close()


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
