"""The head of the chain outside the database: what only it can show."""

import threading

import pytest
from django.core.management import CommandError, call_command

from pueredu.audit import anchors
from pueredu.audit.actions import anchor_head, remember
from pueredu.audit.models import Entry
from pueredu.audit.queries import fits, head, verify
from pueredu.audit.tasks import anchor
from tests.support.world import AT

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_head_is_kept_once_and_again_when_it_moved(entries, anchor_file):
    first = anchor_head(at=AT)
    assert (first.kind, first.seq, first.hash) == ("head", 5, head().hash)
    assert anchor_head(at=AT) is None
    remember("test.thing.act", entries[0], by=None, at=AT)
    assert anchor_head(at=AT).seq == 6
    assert [kept.seq for kept in anchors.kept()] == [5, 6]
    assert anchor_file.read_text().splitlines()[0].startswith(f"head 5 {first.hash} 2023-05-25T")


def test_an_empty_chain_has_nothing_to_keep(db, anchor_file):
    assert (anchor_head(at=AT), anchor_file.exists(), head()) == (None, False, None)


def test_beat_keeps_it_too(entries, anchor_file):
    anchor.delay = None
    anchor()
    assert [kept.seq for kept in anchors.kept()] == [5]


def test_a_cut_tail_is_named_by_its_first_missing_number(entries, superuser):
    anchor_head(at=AT)
    gone = [entry.pk for entry in entries[3:]]
    superuser("DELETE FROM audit_entry WHERE id = ANY(%s)", gone)
    superuser("DELETE FROM audit_link WHERE entry_id = ANY(%s)", gone)
    assert verify().broken_at == 4
    with pytest.raises(CommandError, match=r"broken at sequence 4 \(.*末尾被截去\)"):
        call_command("verify_audit")


def test_a_tail_that_was_cut_and_grew_again_is_found_at_the_anchor(entries, superuser):
    anchor_head(at=AT)
    superuser("DELETE FROM audit_entry WHERE id = %s", entries[4].pk)
    superuser("DELETE FROM audit_link WHERE entry_id = %s", entries[4].pk)
    remember("test.thing.other", entries[0], by=None, at=AT)
    remember("test.thing.other", entries[0], by=None, at=AT)
    assert verify().broken_at == 5


def test_an_emptied_memory_is_found(entries, superuser):
    anchor_head(at=AT)
    superuser("TRUNCATE audit_entry, audit_link")
    assert verify().broken_at == 1


def test_a_line_that_was_changed_or_made_with_another_key_is_found(entries, anchor_file, settings):
    anchor_head(at=AT)
    good = anchor_file.read_text()
    anchor_file.write_text(good.replace("head 5", "head 4"))
    assert (verify().broken_at, "第 1 行" in verify().why) == (1, True)
    anchor_file.write_text(good)
    assert verify().broken_at is None
    settings.AUDIT_ANCHOR_KEY = "guessed"
    assert verify().broken_at == 1


@pytest.mark.parametrize("line", ["", "x", "head 5 x", "head five a b c", "锚"])
def test_nonsense_in_the_file_is_a_finding_and_no_fault(entries, anchor_file, line):
    anchor_head(at=AT)
    anchor_file.write_text(f"{anchor_file.read_text()}{line}\n", encoding="utf-8")
    assert (verify().broken_at, verify().anchors) == (1, 1)


def test_writers_of_the_file_do_not_mix_their_lines(entries, anchor_file):
    def write():
        for seq in range(20):
            anchors.keep(anchors.HEAD, seq, "f" * 64, at=AT)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = list(anchors.kept())
    assert (len(lines), None in lines) == (160, False)


def test_a_printed_head_is_found_again(entries, capsys):
    printed = str(head())
    remember("test.thing.act", entries[0], by=None, at=AT)
    call_command("verify_audit", printed=printed)
    assert capsys.readouterr().out == f"The chain goes through {printed}.\n"
    assert [fits(text) for text in (printed, f"4{printed[1:]}", "5-", "5-ff", "x", "")] == [
        True, False, False, False, False, False,
    ]  # fmt: skip
    with pytest.raises(CommandError, match="does not go through 4-"):
        call_command("verify_audit", printed=f"4{printed[1:]}")


def test_the_commands_keep_print_and_remember(entries, capsys):
    call_command("anchor_audit")
    said = capsys.readouterr().out.splitlines()
    assert (said[0][:7], said[1]) == ("head 5 ", f"For a paper: {head()}")
    call_command("verify_audit")
    assert capsys.readouterr().out == "The audit chain is sound: 5 links, 1 anchors.\n"
    found = Entry.objects.filter(verb="audit.link.verify").get()
    assert (found.result, found.object_id, found.reason) == (
        "done", "5", "审计链完好：核对 5 条记录、1 个外部锚点",
    )  # fmt: skip


def test_without_any_anchor_the_command_says_what_it_cannot_see(entries, capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == (
        "The audit chain is sound: 5 links, 0 anchors.\n"
        "Without an anchor a tail that was cut off cannot be seen.\n"
    )
