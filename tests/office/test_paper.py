"""Four lines on any form, one word for the action, and the scan among the record's files."""

from datetime import date

import pytest
from django import forms
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from pueredu.audit.models import Entry
from pueredu.files.actions import store_file
from pueredu.kit.errors import Incomplete
from pueredu.loop import actions
from pueredu.loop.models import Matter
from pueredu.office.history import history_of
from pueredu.office.paper import PaperField
from pueredu.units.access.paper import PaperAct
from studios import actions as studios
from studios.actions import HostEntry
from studios.models import Studio
from tests.support import matters
from tests.support.figures import load_figures
from tests.support.files import pdf, word
from tests.support.world import AT, TODAY


class SignedForm(forms.Form):
    paper = PaperField()


class RequiredForm(forms.Form):
    paper = PaperField(required=True, has_scan=False)


def sent(form=SignedForm, scan=None, **lines):
    """A form as the browser sends it; lines are numbered."""
    data = {f"paper_{number[1:]}": text for number, text in lines.items()}
    return form(data, MultiValueDict({"paper_3": [scan]} if scan else {}))


def errors(form) -> list[str]:
    assert not form.is_valid()
    return list(form.errors["paper"])


def test_the_four_lines_are_one_word():
    form = sent(_0="王县长", _1="2023-05-20", _2="思政发〔2023〕1号")
    assert form.is_valid()
    assert form.cleaned_data == {
        "paper": PaperAct("王县长", date(2023, 5, 20), "思政发〔2023〕1号", None)
    }


def test_nothing_filled_in_is_no_paper():
    form = sent()
    assert (form.is_valid(), form.cleaned_data) == (True, {"paper": None})


def test_half_a_paper_and_a_wrong_day_get_a_sentence():
    half = ["线下办理须同时填写签批人（职务）和签批日期。"]
    assert errors(sent(_0="王县长")) == half
    assert errors(sent(_2="思政发〔2023〕1号")) == half
    assert errors(sent(_0="王县长", _1="gestern")) == ["日期应写成 2023-12-31 这样的形式。"]
    assert errors(sent(RequiredForm)) == ["请填写签批人（职务）和签批日期。"]


def test_a_scan_is_checked_like_any_file():
    (said,) = errors(sent(scan=word("批文.docx"), _0="王县长", _1="2023-05-20"))
    assert said.startswith("「批文.docx」：")
    assert sent(scan=pdf(), _0="王县长", _1="2023-05-20").is_valid()


def test_every_line_has_its_label_and_only_the_first_two_are_asked_for():
    page = str(SignedForm()["paper"])
    for number, label in enumerate(
        ("签批人（职务）", "签批日期", "文号（可不填）", "扫描件（可不填）")
    ):
        assert f'<label for="id_paper_{number}">{label}</label>' in page
    assert ("required" in page, 'type="file"' in page, 'type="date"' in page) == (False, True, True)
    assert 'type="file"' not in str(RequiredForm()["paper"])


def test_what_was_typed_stands_in_its_line_again():
    page = str(sent(_0="王县长")["paper"])
    assert 'value="王县长"' in page


def served(client, page: str) -> bytes:
    return b"".join(client.get(page).streaming_content)


@pytest.fixture
def matter(world, errands):
    load_figures()
    return matters.received(world)


def test_a_clerk_enters_what_the_county_s_leader_signed(matter, world, sign_in):
    client = sign_in("a_government")
    words = {"text": "已完成", "attachments": pdf("佐证.pdf"), "paper_3": pdf("自查验收意见.pdf")}
    lines = {"paper_0": "王县长", "paper_1": "2023-05-24", "paper_2": "思政发〔2023〕1号"}
    page = reverse("loop:matter-submit", args=[matter.pk])
    shown = client.post(page, words | lines, follow=True).content.decode()
    assert "代录：王县长的书面办理（2023-05-24，思政发〔2023〕1号）" in shown
    assert {file.name for file in actions.evidence_of(matter)} == {"佐证.pdf", "自查验收意见.pdf"}
    scan = actions.evidence_of(matter)[1]
    assert served(client, reverse("loop:matter-file", args=[matter.pk, scan.pk])) == pdf().read()
    entry = Entry.objects.get(verb="loop.matter.submit")
    assert (entry.actor, entry.on_behalf_of) == (world.people["a_government"].name, "王县长")
    assert entry.changes["paper_scan"] == ["", scan.sha256]


def test_a_refused_act_keeps_no_scan(matter, sign_in):
    words = {"text": "已完成", "paper_0": "王县长", "paper_1": "2099-01-01", "paper_3": pdf()}
    page = reverse("loop:matter-submit", args=[matter.pk])
    answer = sign_in("a_government").post(page, words)
    assert answer.status_code == 422
    assert "签批日期不能晚于今天。" in answer.content.decode()
    assert Matter.objects.get().state == "received"


def test_a_signature_of_the_others_is_no_evidence(world, errands):
    by = world.person("secretariat")
    scan = store_file(pdf("签发.pdf"), by=by, at=AT, owner_label="loop.matter")
    issued = actions.issue_matter(
        matters.draft(world), by=by, at=AT, paper=PaperAct("秘书长", TODAY, "1号", scan), due_on=matters.DUE_ON,
    )  # fmt: skip
    doer = world.person("a_government")
    received = actions.receive_matter(issued, by=doer, at=AT)
    assert actions.evidence_of(received) == [scan]
    with pytest.raises(Incomplete, match="还没有佐证材料"):
        actions.submit_matter(received, by=doer, at=AT, text="已完成")
    assert (received.signatory, received.signed_on, received.document_number) == (
        "秘书长", TODAY, "1号",
    )  # fmt: skip


def test_an_extension_may_be_granted_on_paper_in_the_admin_too(matter, sign_in):
    page = reverse("admin:loop_matter_do", args=[matter.pk, "extend"])
    shown = sign_in("secretariat").get(page).content.decode()
    assert 'enctype="multipart/form-data"' in shown
    words = {"text": "汛期", "due_on": "2023-09-30", "paper_0": "秘书长", "paper_1": "2023-05-24"}
    answer = sign_in("secretariat").post(page, {**words, "paper_3": pdf("批件.pdf")})
    assert answer.status_code == 302
    entry = Entry.objects.get(verb="loop.matter.extend")
    assert (entry.on_behalf_of, "paper_scan" in entry.changes) == ("秘书长", True)


def test_a_studio_is_named_on_paper_and_the_scan_is_served_by_the_studio(world, sign_in):
    load_figures()
    studio = studios.propose_studio(
        Studio(name="名师工作室", kind="teacher", school=world.units["a1"]),
        by=world.person("a_bureau"), at=AT, host=HostEntry("主持人", "H-1"),
    )  # fmt: skip
    client = sign_in("city_training")
    words = {"named_on": TODAY, "source": "普教体〔2023〕3号", "since": TODAY}
    lines = {"paper_0": "市教体局局长", "paper_1": "2023-05-24", "paper_3": pdf("命名文件.pdf")}
    page = reverse("studios:studio-name", args=[studio.pk])
    assert "命名文件.pdf" in client.post(page, words | lines, follow=True).content.decode()
    (scan,) = studio.papers.all()
    page = reverse("studios:studio-file", args=[studio.pk, scan.pk])
    assert served(client, page) == pdf().read()
    assert sign_in("b_bureau").get(page).status_code == 404
    assert history_of(studio)[0]["for_whom"] == "市教体局局长"
