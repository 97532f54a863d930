"""Reads of the memory: histories, and whether the chain still holds."""

from django.db import connection

from pueredu.audit.models import Entry

_BROKEN = """
WITH ring AS (
    SELECT l.seq, l.hash, lag(l.hash, 1, '') OVER w AS before, lag(l.seq, 1, 0::bigint) OVER w AS prior,
           CASE WHEN e.id IS NULL THEN NULL ELSE audit_digest(e) END AS digest
    FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id
    WINDOW w AS (ORDER BY l.seq)
)
SELECT min(seq) FROM ring
WHERE digest IS NULL OR seq <> prior + 1
   OR hash <> encode(sha256(convert_to(before || digest, 'UTF8')), 'hex')
"""


def first_broken_link() -> int | None:
    """The first sequence number at which an entry was edited, removed or swapped; None if sound.

    Recomputes every hash. An entry without a link counts as broken at the end of the chain.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN)
        broken = cursor.fetchone()[0]
        if broken is not None:
            return broken
        cursor.execute(
            "SELECT count(*) FROM audit_entry e LEFT JOIN audit_link l ON l.entry_id = e.id"
            " WHERE l.seq IS NULL"
        )
        unlinked = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(max(seq), 0) + 1 FROM audit_link")
        return cursor.fetchone()[0] if unlinked else None


def entries():
    """All entries, newest first."""
    return Entry.objects.all()
