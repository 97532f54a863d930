"""A proof of hours: what is printed stays, and what a stranger is told is little and true."""

import io
from datetime import date

import docx
import pytest
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils.html import strip_tags

from pueredu.audit.models import Entry
from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.models import Message
from pueredu.settings import base
from tests.support.world import AT
from tests.training.conftest import activity
from training import actions, letters
from training.actions.proofs import GROUPS
from training.models import HoursProof, Learner, LedgerEntry, TrainingYear

PAGE = "/proof/"


@pytest.fixture(autouse=True)
def fresh_limit():
    cache.clear()


@pytest.fixture
def issue(recognised, room):
    def issued(code: str = "a3-0", by: str = "a2_officer", **words) -> actions.IssuedProof:
        learner = Learner.objects.get(code=code)
        proof = HoursProof(learner=learner, year=TrainingYear.objects.get(year=2023), **words)
        return actions.add_hours_proof(proof, by=room.world.person(by), at=AT)

    return issued


def reverse_hours(room, code: str = "a3-0") -> None:
    entry = LedgerEntry.objects.filter(learner__code=code).earliest("id")
    city = room.world.person("city_training")
    actions.reverse_ledger_entry(entry, by=city, at=AT.replace(hour=23), reason="佐证不实")


def text_of(issued, **words) -> str:
    paper = docx.Document(letters.hours_proof(issued, **{"is_demo": False, **words}))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    foot = [line.text for line in paper.sections[0].footer.paragraphs]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells, *foot])


def test_what_is_printed_is_frozen_and_the_code_is_kept_as_a_hash(issue):
    issued = issue()
    facts = issued.proof.facts
    assert (facts["name"], facts["hours"], facts["required"]) == ("教师a3-0", "3.0", "72.0")
    assert facts["directions"] == [["专业知识", "3.0"]]
    assert (issued.proof.serial, issued.proof.is_unchanged) == ("学时证明-2023-1", True)
    assert len(issued.code.split("-")) == GROUPS
    assert len(issued.code.replace("-", "")) * 4.95 > 80  # bits
    stored = str([*HoursProof.objects.values(), *Entry.objects.values()])
    assert issued.code not in stored
    assert issued.code.replace("-", "") not in stored


def test_the_five_years_have_their_own_requirement(issue):
    facts = issue(is_cycle=True).proof.facts
    assert (facts["years"], facts["required"], facts["hours"]) == ("2019至2023年度", "360", "3.0")


@pytest.mark.parametrize("key", ["a3_teacher", "a2_officer", "a_bureau", "city_training"])
def test_a_teacher_and_who_answers_for_him_may_have_it(issue, room, key):
    assert issue(by=key).proof.issued_by == room.world.people[key]


@pytest.mark.parametrize("key", ["a1_teacher", "a1_officer", "b_bureau", "leader", "city_staff"])
def test_nobody_else_may(issue, key):
    with pytest.raises((NotPermitted, KeyError)):
        issue(by=key)
    assert not HoursProof.objects.exists()


def test_the_learner_hears_of_what_others_give_out_and_take_back(issue, room):
    issue(by="a3_teacher")
    assert not Message.objects.filter(kind="HoursProofAdded").exists()
    issued = issue()
    city = room.world.person("city_training")
    with pytest.raises(NotPermitted):
        actions.revoke_hours_proof(
            issued.proof, by=room.world.person("a_bureau"), at=AT, reason="错"
        )
    with pytest.raises(Incomplete):
        actions.revoke_hours_proof(issued.proof, by=city, at=AT, reason=" ")
    actions.revoke_hours_proof(issued.proof, by=city, at=AT, reason="学时已冲销")
    told = Message.objects.filter(recipient=room.world.people["a3_teacher"])
    assert {"HoursProofAdded", "HoursProofRevoked"} <= set(told.values_list("kind", flat=True))


def test_a_merged_record_has_none(issue):
    kept = Learner.objects.get(code="a1-0")
    Learner.objects.filter(code="a3-0").update(status="merged", merged_into=kept)
    with pytest.raises(Refused, match="已并入"):
        issue()


def test_the_database_keeps_it_as_it_was(issue, room):
    proof = issue().proof
    city = room.world.person("city_training")
    for change in ({"facts": {}}, {"code_hash": "x"}, {"issued_at": AT.replace(year=2022)}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            HoursProof.objects.filter(pk=proof.pk).update(**change)
    with pytest.raises(IntegrityError, match="revoke_has_reason"), transaction.atomic():
        HoursProof.objects.filter(pk=proof.pk).update(state="revoked")
    actions.revoke_hours_proof(proof, by=city, at=AT, reason="学时已冲销")
    back = {"state": "in_force", "revoked_at": None, "revoke_reason": ""}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        HoursProof.objects.filter(pk=proof.pk).update(**back)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        HoursProof.objects.all().delete()


@pytest.mark.parametrize("column", ["serial", "code_hash"])
def test_a_number_and_a_code_are_given_once(issue, column):
    first, second = issue().proof, issue().proof
    second.pk, second._state.adding, second.code_hash, second.serial = None, True, "c", "s"
    setattr(second, column, getattr(first, column))
    name = {"serial": "serial_once", "code_hash": "code_once"}[column]
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        second.save()


def test_the_paper_says_what_was_frozen_and_where_it_is_verified(issue, settings):
    issued = issue()
    said = text_of(issued)
    for words in ("教师a3-0", "专业知识", "2023年5月25日", "72学时（暂定）", issued.code,
                  issued.proof.serial, "/proof/", issued.proof.facts["issuer"]):  # fmt: skip
        assert words in said, words
    assert "发文字号" not in said
    assert "演示数据" not in said
    assert "演示数据" in text_of(issued, is_demo=True)
    assert "核对盖章" not in said
    assert "核对盖章" in text_of(issue(by="a3_teacher"))
    settings.PROOF_HOST = "proof.example.cn"
    assert "https://proof.example.cn/proof/" in text_of(issued)
    settings.PROOF_PAGE = False
    said = text_of(issued)
    assert "本证明可向出具单位核实。" in said
    assert "/proof/" not in said


def test_the_page_gives_the_file_and_the_record_can_be_found(recognised, room, sign_in):
    client, learner = sign_in("a3_teacher"), Learner.objects.get(code="a3-0")
    address = reverse("training:hours-proof-add", args=[learner.pk])
    assert address in client.get(reverse("training:my-hours")).content.decode()
    assert "近五个培训年度" in client.get(address).content.decode()
    assert client.post(address, {"span": "1999"}).status_code == 422
    answer = client.post(address, {"span": "2023"})
    assert "attachment" in answer["Content-Disposition"]
    assert docx.Document(io.BytesIO(b"".join(answer))).paragraphs
    proof = HoursProof.objects.get()
    page = client.get(proof.get_absolute_url()).content.decode()
    assert proof.serial in page
    assert proof.code_hash not in page
    assert proof.serial in client.get(reverse("training:hours-proof-list")).content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(issue, sign_in, django_assert_num_queries):
    client, address = sign_in("a_bureau"), reverse("training:hours-proof-list")
    issue()
    client.get(address)
    for count in (1, 3):
        with django_assert_num_queries(7):
            client.get(address, {"q": "教师"})
        for _ in range(2 if count == 1 else 0):
            issue()


# --- The public page -------------------------------------------------------------------------


def ask(client, code: str, **words) -> str:
    answer = client.get(PAGE, {"code": code}, **words)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_reads_what_the_paper_shows_and_no_more(issue, client):
    issued = issue()
    said = ask(client, issued.code.lower().replace("-", " "))
    school = Learner.objects.get(code="a3-0").school.name
    for words in ("核验结果", "有效", "教*", school, "2023", "截至2023年5月25日"):
        assert words in said, words
    for words in ("教师a3-0", "a3-0", "专业知识", issued.proof.serial):
        assert words not in said, words
    shown = strip_tags(said.partition("<main")[2].partition("</main>")[0])  # without tokens
    assert ("有效" in shown, "72" in shown) == (True, False)
    assert "/sign-in/" not in said


def test_each_of_the_four_answers(issue, room, client):
    valid, revoked, corrected = issue("a3-1"), issue("a3-2"), issue()
    city = room.world.person("city_training")
    actions.revoke_hours_proof(revoked.proof, by=city, at=AT, reason="错")
    reverse_hours(room)
    wanted = {
        valid.code: "有效",
        revoked.code: "已撤销",
        corrected.code: "已有更正",
        "AAAA": "无效",
    }
    for code, answer in wanted.items():
        assert client.get(PAGE, {"code": code}).context["answer"]["label"] == answer
    assert "证明所载学时" not in ask(client, "AAAA")
    assert issue().proof.facts["hours"] == "0.0"


def test_hours_that_are_recognised_later_do_not_spoil_it(issue, enter, room, client):
    issued = issue()
    later, city = AT.replace(hour=23), room.world.person("city_training")
    batch = enter(
        "a2", "a2_officer", what=activity("另一次研修", held_on=date(2023, 5, 23)), is_filed=True
    )
    batch = actions.verify_hours_batch(batch, by=room.world.person("a_bureau"), at=later)
    actions.recognise_hours_batch(batch, by=city, at=later)
    assert client.get(PAGE, {"code": issued.code}).context["answer"]["label"] == "有效"


def test_known_and_unknown_codes_take_the_same_steps(issue, client, django_assert_num_queries):
    issued = issue()
    ask(client, "ZZZZ")
    for code in (issued.code, "QQQQ-QQQQ-QQQQ-QQQQ-QQQQ"):
        with django_assert_num_queries(6):
            ask(client, code, REMOTE_ADDR=f"10.0.0.{len(code)}")


def test_a_paper_outlives_the_key_under_which_it_was_given_out(issue, client, settings):
    code, old = issue().code, settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key of this test", [old]
    assert actions.check_code(code, by=None, at=AT).answer == "valid"
    settings.SECRET_KEY_FALLBACKS = []
    assert actions.check_code(code, by=None, at=AT).answer == "invalid"


def test_the_memory_counts_every_question(issue, client):
    issued = issue()
    for code in (issued.code, issued.code, "QQQQ"):
        ask(client, code)
    found = Entry.objects.filter(verb="training.hours_proof.check")
    assert set(found.values_list("object_id", "reason")) == {
        (str(issued.proof.pk), "有效"), ("", "无效"),
    }  # fmt: skip


@pytest.mark.django_db
def test_an_address_is_slowed_and_others_are_not(client, settings):
    settings.PROOF_ADDRESS_LIMIT = 2
    codes = [client.get(PAGE, {"code": "QQQQ"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert client.get(PAGE).status_code == 200
    ask(client, "QQQQ", REMOTE_ADDR="10.9.9.9")


def test_nobody_indexes_or_keeps_it(client):
    answer = client.get(PAGE)
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert client.post(PAGE).status_code == 405


def test_it_is_off_unless_somebody_switches_it_on(client, settings):
    assert base.PROOF_PAGE is False
    assert base.PROOF_HOST == ""
    settings.PROOF_PAGE = False
    assert client.get(PAGE).status_code == 404


def test_a_host_of_its_own_answers_it_alone(client, settings):
    settings.PROOF_HOST = "proof.example.cn"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, settings.PROOF_HOST]
    there = {"HTTP_HOST": "proof.example.cn"}
    assert client.get(PAGE, **there).status_code == 200
    assert client.get(PAGE, HTTP_HOST="proof.example.cn:8443").status_code == 200
    for path in ("/", "/sign-in/", "/admin/", "/training/mine/", "/livez", "/proof", "/proof/x/"):
        assert client.get(path, **there).status_code == 404, path
    assert client.get(PAGE).status_code == 404
    assert client.get("/sign-in/").status_code == 200
    settings.PROOF_PAGE = False
    assert client.get(PAGE, **there).status_code == 404
