"""A thousand intruders with the superuser's rights: each of them is found, at the right place."""

import random

import pytest

from pueredu.accounts.models import User
from pueredu.audit.actions import anchor_head, remember
from pueredu.audit.models import Entry, Link
from pueredu.audit.queries import verify
from tests.support.world import AT

pytestmark = pytest.mark.django_db(transaction=True)

LENGTH, TIMES = 40, 1_000
VALUES = {
    "at": "2000-01-01T00:00:00Z",
    "actor_id": 10**6,
    "county_id": 10**6,
    "changes": '{"state": ["a", "b"]}',
    "result": "denied",
}
COLUMNS = [field.column for field in Entry._meta.concrete_fields]
PLAIN = [name for name in COLUMNS if name != "id"]
# what an intruder who knows our own function would do to the links from a place on
REWRITE = """
DO $$
DECLARE link record; before text := coalesce((SELECT hash FROM audit_link WHERE seq = {start} - 1), '');
BEGIN
    FOR link IN SELECT l.seq, e FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id
                WHERE l.seq >= {start} ORDER BY l.seq LOOP
        before := encode(sha256(convert_to(before || audit_digest(link.e), 'UTF8')), 'hex');
        UPDATE audit_link SET hash = before WHERE seq = link.seq;
    END LOOP;
END $$
"""


@pytest.fixture
def chain():
    """The entry of each sequence number, of a chain whose head is anchored."""
    user = User.objects.create(username="u", name="记")
    for n in range(LENGTH):
        changes = {"state": ["a", str(n)]}
        remember("test.thing.act", user, by=user, at=AT, reason=f"第 {n}", changes=changes)
    anchor_head(at=AT)
    return dict(Link.objects.values_list("seq", "entry_id"))


class Tampering:
    """One way of each kind; every method returns the sequence that must be named."""

    def __init__(self, run, chain: dict[int, int], dice: random.Random):
        self.run, self.chain, self.dice = run, chain, dice
        self.seq = dice.choice(list(chain))
        self.other = dice.choice([seq for seq in chain if seq != self.seq])

    def edit(self) -> int:
        column = self.dice.choice(PLAIN)
        value = VALUES.get(column, f"gefälscht {self.dice.random()}"[:36])
        self.run(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", value, self.chain[self.seq])
        return self.seq

    def edit_a_letter(self) -> int:
        statement = "UPDATE audit_entry SET reason = reason || ' ' WHERE id = %s"
        self.run(statement, self.chain[self.seq])
        return self.seq

    def give_another_number(self) -> int:
        self.run("UPDATE audit_entry SET id = id + 10000 WHERE id = %s", self.chain[self.seq])
        return self.seq

    def delete_entry(self) -> int:
        self.run("DELETE FROM audit_entry WHERE id = %s", self.chain[self.seq])
        return self.seq

    def delete_link(self) -> int:
        """Its entry stays, and the link after it joins on to nothing."""
        self.run("DELETE FROM audit_link WHERE seq = %s", self.seq)
        return LENGTH if self.seq == LENGTH else self.seq + 1

    def delete_both(self) -> int:
        self.run("DELETE FROM audit_entry WHERE id = %s", self.chain[self.seq])
        return self.delete_link()

    def edit_hash(self) -> int:
        self.run("UPDATE audit_link SET hash = md5(hash) WHERE seq = %s", self.seq)
        return self.seq

    def swap_entries(self) -> int:
        first, second = sorted((self.seq, self.other))
        self.run("UPDATE audit_link SET entry_id = -entry_id WHERE seq IN (%s, %s)", first, second)
        for seq, other in ((first, second), (second, first)):
            self.run("UPDATE audit_link SET entry_id = %s WHERE seq = %s", self.chain[other], seq)
        return first

    def swap_links(self) -> int:
        first, second = sorted((self.seq, self.other))
        for old, new in ((first, -1), (second, first), (-1, second)):
            self.run("UPDATE audit_link SET seq = %s WHERE seq = %s", new, old)
        return first

    def renumber_one(self) -> int:
        """Away beyond the end, or below the beginning."""
        far = self.dice.choice([10**6, -self.seq])
        self.run("UPDATE audit_link SET seq = %s WHERE seq = %s", far, self.seq)
        if self.seq == LENGTH:
            return min(far, self.seq)  # beyond the end the anchor misses it where it was
        return self.seq + 1

    def renumber_the_rest(self) -> int:
        self.run("UPDATE audit_link SET seq = seq + 1000 WHERE seq >= %s", self.seq)
        self.run("UPDATE audit_link SET seq = seq - 999 WHERE seq >= %s", self.seq)
        return min(self.seq + 1, LENGTH)  # where the anchor misses the head that it knows

    def slip_in_entry(self) -> int:
        names = ", ".join(PLAIN)
        self.run(
            f"INSERT INTO audit_entry (id, {names}) SELECT 1000000, {names} FROM audit_entry"
            " WHERE id = %s",
            self.chain[self.seq],
        )
        return LENGTH + 1

    def slip_in_both(self) -> int:
        self.slip_in_entry()
        self.run("INSERT INTO audit_link VALUES (%s, 1000000, md5('x'))", LENGTH + 1)
        return LENGTH + 1

    def cut_the_tail(self) -> int:
        """Found by the anchor alone: what is left is a sound chain."""
        tail = [entry for seq, entry in self.chain.items() if seq >= self.seq]
        self.run("DELETE FROM audit_entry WHERE id = ANY(%s)", tail)
        self.run("DELETE FROM audit_link WHERE seq >= %s", self.seq)
        return self.seq

    def rewrite_the_tail(self) -> int:
        """Edits an entry and computes every hash anew, so that only the anchored head differs."""
        self.edit()
        self.run(REWRITE.format(start=self.seq))
        return LENGTH


KINDS = [name for name in vars(Tampering) if not name.startswith("_")]


def test_a_thousand_tamperings_are_found_where_they_were_done(chain, intruder):
    dice = random.Random(2023)
    missed, done = [], dict.fromkeys(KINDS, 0)
    assert list(chain) == list(range(1, LENGTH + 1))
    for n in range(TIMES):
        kind = KINDS[n % len(KINDS)]
        with intruder() as run:
            wanted = getattr(Tampering(run, chain, dice), kind)()
            found = verify().broken_at
        done[kind] += 1
        if found != wanted:
            missed.append(f"{n} {kind}: {found} instead of {wanted}")
    assert missed == []
    assert min(done.values()) > 60
    assert verify().broken_at is None


def test_the_unchanged_chain_is_sound_for_the_intruder_too(chain, intruder):
    with intruder() as run:
        assert run("SELECT 1 WHERE current_user = 'postgres'") == 1
        assert str(verify()) == "审计链完好：核对 40 条记录、1 个外部锚点"
