"""The two roles of the database: the application's, and the owner's for the few who need it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, the connection has the rights of its login role, which owns the tables: for
    migrations and the purge. Outside of any transaction only, for SET ROLE would end with it."""
    connection.validate_no_atomic_block()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")  # back to the role the connection opened with
