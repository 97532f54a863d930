"""Reads of the memory: where the chain stands, and whether it still holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from pueredu.audit import anchors
from pueredu.audit.models import Entry, Link, PurgedSegment

CHUNK = 100_000
VERIFY = "audit.link.verify"

# One stretch of the chain, joined to the link before it: its first wrong link, its size, its end.
_STRETCH = """
WITH ring AS (
    SELECT l.seq, l.hash,
           lag(l.hash, 1, %(hash)s) OVER w AS before, lag(l.seq, 1, %(seq)s::bigint) OVER w AS prior,
           CASE WHEN e.id IS NULL THEN NULL ELSE audit_digest(e) END AS digest
    FROM (SELECT * FROM audit_link WHERE seq > %(seq)s ORDER BY seq LIMIT %(size)s) l
    LEFT JOIN audit_entry e ON e.id = l.entry_id
    WINDOW w AS (ORDER BY l.seq)
)
SELECT min(seq) FILTER (
           WHERE digest IS NULL OR seq <> prior + 1
              OR hash <> encode(sha256(convert_to(before || digest, 'UTF8')), 'hex')),
       count(*), max(seq), (array_agg(hash ORDER BY seq DESC))[1]
FROM ring
"""
# Links below the beginning, and entries that no link knows, lie outside of every stretch.
_OUTSIDE = """
SELECT coalesce(
    (SELECT min(seq) FROM audit_link WHERE seq <= %(start)s),
    (SELECT %(end)s + 1 WHERE EXISTS (
        SELECT FROM audit_entry e WHERE NOT EXISTS (
            SELECT FROM audit_link l WHERE l.entry_id = e.id))))
"""

_MAY_CHANGE = """
SELECT bool_or(has_table_privilege(name, right_to)) FROM
    unnest(ARRAY['audit_entry', 'audit_link', 'audit_purgedsegment']) name,
    unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) right_to
"""


@dataclass(frozen=True)
class Head:
    """A place in the chain. Whoever knows its hash knows all that stood before it."""

    seq: int
    hash: str

    def __str__(self):
        """Short enough to be printed at the foot of a paper; ``verify_audit --printed`` reads it."""
        return f"{self.seq}-{self.hash[:16]}"


@dataclass(frozen=True)
class Verdict:
    """What a verification found: the first bad sequence (None is sound) with the reason, how many
    links and anchors were compared, and the last anchor."""

    broken_at: int | None
    why: str
    links: int
    anchors: int
    last_anchor: anchors.Anchor | None

    def __str__(self):
        if self.broken_at is not None:
            return f"审计链在第 {self.broken_at} 号断开：{self.why}"
        return f"审计链完好：核对 {self.links} 条记录、{self.anchors} 个外部锚点"


def entries():
    """All entries, newest first."""
    return Entry.objects.all()


def head() -> Head | None:
    """The last link of the chain; None while nothing is remembered."""
    last = Link.objects.order_by("-seq").first()
    return Head(last.seq, last.hash) if last else None


def first_broken_link() -> int | None:
    """The first sequence number at which an entry was edited, removed, swapped or slipped in; None
    if sound. Recomputes every hash from the last purged segment on, a stretch at a time."""
    return _walked(beginning())[0]


def beginning() -> Head:
    """What the first link that is kept joins on to: the end of the last purged segment."""
    purged = PurgedSegment.objects.order_by("-last_seq").first()
    return Head(purged.last_seq, purged.hash) if purged else Head(0, "")


def verify() -> Verdict:
    """Recompute the chain, and compare it with the anchors that lie outside the database."""
    start = beginning()
    broken_at, links = _walked(start)
    lines = list(anchors.kept())
    signed = [line for line in lines if line]
    found = [(broken_at, "记录或链节被改动、删除、调换或者添加")] if broken_at is not None else []
    found += _against(start, signed)
    if len(signed) < len(lines):
        number = lines.index(None) + 1
        found.append((start.seq + 1, f"锚点文件第 {number} 行的签名不符，锚点文件被改动"))
    broken_at, why = min(found, default=(None, ""))
    return Verdict(broken_at, why, links, len(signed), signed[-1] if signed else None)


def anchored(count: int) -> list[tuple[anchors.Anchor | None, bool]]:
    """The last anchors, newest first, and whether the chain goes through each: False for a line
    that is not ours, True for a place that has been purged since. Two queries."""
    lines, start = anchors.latest(count)[::-1], beginning()
    rows = Link.objects.filter(seq__in=[line.seq for line in lines if line])
    known = dict(rows.values_list("seq", "hash"))
    return [
        (line, line is not None and (line.seq <= start.seq or known.get(line.seq) == line.hash))
        for line in lines
    ]


def last_verification() -> Entry | None:
    """What the last verification found, as it was remembered."""
    return Entry.objects.filter(verb=VERIFY).order_by("-at", "-id").first()


def is_kept_from_changes() -> bool:
    """Whether the role of this connection lacks the right to change, delete or empty the memory."""
    with connection.cursor() as cursor:
        cursor.execute(_MAY_CHANGE)
        return not cursor.fetchone()[0]


def fits(printed: str) -> bool:
    """Whether the chain still goes through a head that was printed on a paper."""
    seq, _, digest = printed.partition("-")
    if not (seq.isdigit() and len(digest) == 16):
        return False
    link = Link.objects.filter(seq=seq).first()
    return link is not None and link.hash.startswith(digest)


def _walked(start: Head) -> tuple[int | None, int]:
    """The first bad sequence after ``start``, and how many links there are."""
    links, here = 0, start
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_STRETCH, {"seq": here.seq, "hash": here.hash, "size": CHUNK})
            broken, size, last_seq, last_hash = cursor.fetchone()
            links += size
            if broken is not None:
                return broken, links
            if not size:
                break
            here = Head(last_seq, last_hash)
        cursor.execute(_OUTSIDE, {"start": start.seq, "end": here.seq})
        return cursor.fetchone()[0], links


def _against(start: Head, signed: list[anchors.Anchor]) -> Iterator[tuple[int, str]]:
    """Where the chain does not go through what was signed; each with its reason."""
    purged = {(line.seq, line.hash) for line in signed if line.kind == anchors.PURGE}
    if start.seq and (start.seq, start.hash) not in purged:
        yield start.seq, "记录被清理，但没有签名的清理锚点"
    last = (head() or start).seq
    for line in signed:
        if line.seq > last:
            yield last + 1, f"{line.at} 锚定时链长 {line.seq}，现在只有 {last}：末尾被截去"
    wanted = {line.seq: line.hash for line in signed if start.seq < line.seq <= last}
    for batch in _batches(list(wanted)):
        rows = dict(Link.objects.filter(seq__in=batch).values_list("seq", "hash"))
        for seq in batch:
            if rows.get(seq) != wanted[seq]:
                yield seq, "与外部锚点不符：之前的记录被整段改写"


def _batches(items: list[int], size: int = 10_000) -> Iterator[list[int]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
