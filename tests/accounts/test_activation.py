"""From a code on paper to a password: once, in time, for the right person, in one sentence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from pueredu.accounts.actions import CodeSpent, activate_user, disable_user, issue_activation_user
from pueredu.accounts.models import Activation, User
from pueredu.accounts.secret_codes import digest, new_code
from pueredu.audit.models import Entry
from pueredu.kit.errors import NotPermitted, Refused, WrongState
from pueredu.office.account_forms import NOT_ACTIVATED
from pueredu.units.enums import Role
from tests.accounts.conftest import PASSWORD, acts, enter, signed_in, with_password
from tests.support.world import AT

PAGE = "/account/activate/"
GOOD = "neun Gänse im Nebel"


@pytest.fixture
def teacher(world, clock):
    return world.people["a1_teacher"]


@pytest.fixture
def code(world, teacher):
    return issued(world, teacher)


def issued(world, user) -> str:
    admin = world.person("system_admin")
    return issue_activation_user(user, by=admin, at=AT).activation_code


def activate(code, username="a1_teacher", password=GOOD, client=None, **more):
    words = {
        "username": username, "code": code, "new_password": password, "new_password_again": password,
    }  # fmt: skip
    return (client or Client()).post(PAGE, {**words, **more})


def said(response) -> list[str]:
    return response.context["form"].non_field_errors()


def test_a_code_has_more_than_eighty_random_bits_and_only_its_keyed_hash_is_kept(
    teacher, code, settings
):
    assert len(code.replace("-", "")) == 20  # of 31 characters: 99 bits
    assert len({new_code(5) for _ in range(200)}) == 200
    held = teacher.activation.code_hash
    assert held == digest(code, "activation")
    assert held != digest(code, "recovery")
    settings.SECRET_KEY = "another key"
    assert held != digest(code, "activation")


@pytest.mark.parametrize("form", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {c} "])
def test_case_dashes_and_blanks_do_not_count(code, form):
    assert digest(form(code), "activation") == digest(code, "activation")


def test_a_person_sets_a_password_and_signs_in(teacher, code):
    assert activate(code).url == "/sign-in/"
    assert enter("a1_teacher", GOOD).url == "/"
    assert not Activation.objects.exists()
    (entry,) = acts("activate")
    assert (entry.actor_id, entry.result) == (teacher.pk, "done")


def test_nobody_is_signed_in_by_a_code(code):
    client = Client()
    activate(code, client=client)
    assert client.get("/").url == "/sign-in/?next=/"


def test_a_code_is_used_once(code):
    activate(code)
    assert said(activate(code, password="etwas anderes, lang")) == [NOT_ACTIVATED]
    assert enter("a1_teacher", GOOD).status_code == 302


def test_a_weak_password_does_not_use_up_the_code(code):
    response = activate(code, password="金丝雀甲")
    assert response.status_code == 422
    assert "new_password" in response.context["form"].errors
    assert activate(code).status_code == 302


def test_a_code_ends_on_its_day(code, clock):
    clock.move_to(AT + timedelta(days=14))
    assert said(activate(code)) == [NOT_ACTIVATED]


def test_every_failure_has_one_sentence_and_one_status(world, teacher, code, clock):
    wrong = activate("AAAA-AAAA-AAAA-AAAA-AAAA")
    unknown = activate(code, username="niemand")
    foreign = activate(code, username="b1_teacher")
    disable_user(teacher, by=world.person("system_admin"), at=AT, reason="离职")
    disabled = activate(code)
    answers = [wrong, unknown, foreign, disabled]
    assert [(answer.status_code, said(answer)) for answer in answers] == [
        (422, [NOT_ACTIVATED])
    ] * 4


def test_codes_are_guessed_under_the_limits_of_the_sign_in(code):
    answers = [activate(f"wrong-{n}").status_code for n in range(6)]
    assert answers == [422, 422, 422, 422, 429, 429]
    locked = activate(code)
    assert (locked.status_code, said(locked)) == (429, [NOT_ACTIVATED])


def test_a_failure_is_remembered_without_what_was_typed(teacher, code):
    activate("FALSCHER-CODE")
    activate(code, username="my secret typed as a name")
    first, second = acts("activate")
    assert (first.result, first.object_id) == ("failed", str(teacher.pk))
    assert (second.result, second.object_id) == ("failed", "")
    everything = str(list(Entry.objects.values()))
    assert "FALSCHER" not in everything
    assert "my secret" not in everything
    assert code not in everything


def test_a_forgotten_password_is_dead_at_once_and_sessions_end(world, teacher):
    with_password(teacher)
    client = signed_in("a1_teacher")
    code = issued(world, teacher)
    assert client.get("/").url == "/sign-in/?next=/"
    assert enter("a1_teacher", PASSWORD).status_code == 200
    assert activate(code).status_code == 302


def test_a_new_code_kills_the_one_before(world, teacher, code):
    newer = issued(world, teacher)
    assert said(activate(code)) == [NOT_ACTIVATED]
    assert activate(newer).status_code == 302


def test_the_second_of_two_who_use_one_code_is_told(teacher, code):
    activate_user(teacher, code=code, password=GOOD, at=AT)
    with pytest.raises(CodeSpent):
        activate_user(teacher, code=code, password="ein anderes Wort", at=AT)


def test_who_may_issue(world, teacher):
    for key in ("secretariat", "security_admin", "a_bureau", "b_accounts", "a1_head"):
        with pytest.raises(NotPermitted):
            issue_activation_user(teacher, by=world.person(key), at=AT)
    admin = world.person("system_admin")
    with pytest.raises(Refused, match="不能给自己发放"):
        issue_activation_user(admin, by=admin, at=AT)
    with pytest.raises(WrongState):
        issue_activation_user(world.person("disabled"), by=admin, at=AT)
    assert not Activation.objects.exists()


def test_the_code_is_shown_once_on_the_page_and_never_again(world, teacher, sign_in):
    client = sign_in("system_admin")
    page = f"/account/people/{teacher.pk}/issue-activation/"
    assert "只显示这一次" in client.get(page).content.decode()
    answer = client.post(page)
    shown = answer.context["shown"].activation_code
    assert shown in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert shown not in client.get(page).content.decode()
    (entry,) = acts("issue_activation")
    assert (entry.object_id, entry.post) == (str(teacher.pk), "测试市教育体育局edu·系统管理员")
    assert shown not in str(Entry.objects.values())


def test_the_page_costs_few_queries(teacher, sign_in, django_assert_num_queries):
    client = sign_in("system_admin")
    with django_assert_num_queries(5):
        client.get(f"/account/people/{teacher.pk}/issue-activation/")


def test_a_code_ends_after_it_begins(teacher):
    now = timezone.now()
    with pytest.raises(IntegrityError, match="activation_ends_later"):
        Activation.objects.create(user=teacher, code_hash="x", issued_at=now, expires_at=now)


@pytest.mark.django_db(transaction=True)
def test_one_code_in_sixteen_hands_opens_the_account_once():
    user = User.objects.create_user("einer", "一人")
    code = issue_activation_user(user, by=None, at=AT).activation_code

    def hand(n):
        try:
            activate_user(user, code=code, password=f"Gans {n} im Nebel", at=AT)
        except CodeSpent:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(hand, range(16))) == [False] * 15 + [True]


def test_a_county_account_manager_issues_to_the_schools_of_the_own_county_only(world, clock):
    manager = world.person("a_accounts")
    for key in ("a1_teacher", "a1_head", "a2_officer", "a3_teacher"):
        issue_activation_user(world.person(key), by=manager, at=AT)
    assert {entry.post for entry in acts("issue_activation")} == {
        "金丝雀甲县教育体育局edu·县级账号管理员"
    }
    beyond = (
        "a_bureau",
        "a_leader",
        "b1_teacher",
        "c1_officer",
        "system_admin",
        "nobody",
        "former",
    )
    for key in beyond:
        with pytest.raises(NotPermitted):
            issue_activation_user(world.person(key), by=world.person("a_accounts"), at=AT)


def test_who_holds_an_office_besides_is_left_to_the_city(world, clock):
    teacher, county = world.person("a1_teacher"), world.units["a-party_committee"]
    teacher.memberships.create(unit=county, role=Role.COUNTY_PARTY_OFFICE, since=AT.date())
    with pytest.raises(NotPermitted):
        issue_activation_user(teacher, by=world.person("a_accounts"), at=AT)
    issue_activation_user(teacher, by=world.person("system_admin"), at=AT)


def test_the_county_finds_its_people_by_name_and_nobody_elses(sign_in, django_assert_num_queries):
    client = sign_in("a_accounts")
    with django_assert_num_queries(8):
        page = client.get("/account/people/?q=a1_")
    names = [row["cells"][1]["value"] for row in page.context["table"].rows]
    assert sorted(names) == ["a1_head", "a1_officer", "a1_teacher"]
    everybody = client.get("/account/people/").context["table"].rows
    assert {row["cells"][1]["value"][0] for row in everybody} == {"a"}
    assert "金丝雀乙" not in client.get("/account/people/").content.decode()
    assert sign_in("a_bureau").get("/account/people/").status_code == 403
