"""Which passwords are refused, in which words, and what 等保 adds."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from pueredu.accounts.actions import change_password
from pueredu.accounts.models import User
from pueredu.accounts.passwords import local_words, refuse_words
from pueredu.accounts.profiles import must_change_password
from pueredu.kit.errors import NotPermitted
from tests.accounts.conftest import PASSWORD, acts, enter, signed_in
from tests.support.world import AT

PAGE = "/account/password/"
GOOD = "sieben Ziegen am Fluss"
STRONG = "Sieben Ziegen 7"


@pytest.fixture
def person(world):
    user = world.people["a1_teacher"]
    user.name, user.username = "张小伟", "teacher-2153900001"
    user.phone, user.email = "13907150824", "xiaowei.zhang@example.org"
    user.save()
    return user


def complaints(password, user=None) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "七只山羊在河边吃草喝水晒太阳",
        "correct-horse-battery-staple",
        "  leading blanks too  ",
    ],
)
def test_a_sentence_is_a_password_without_rules_of_composition(person, password):
    assert complaints(password, person) == []


def test_eleven_characters_are_too_few(person):
    assert complaints("elfZeichen1", person) == [
        "密码至少 12 个字符，现在是 11 个。可以用几个不相关的词连成一句。"
    ]


@pytest.mark.parametrize("password", ["aaaaaaaaaaaaaa", "abababababab", "1111222233334444"])
def test_a_few_characters_over_and_over_are_refused(person, password):
    assert "这个密码太常见或由少数字符重复而成，容易被猜到，请换一个。" in complaints(
        password, person
    )


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Si-Mao! tea house", "simao"),
        ("普洱茶真的非常好喝啊朋友", "普洱"),
        ("PuEr&teahouse&42", "puer"),
        ("my qwerty keyboard", "qwerty"),
        ("go 1234567 to hell", "123456"),
        ("Zhang Xiao Wei 7788", "zhangxiaowei"),
        ("xiaowei_zhang_77", "xiaoweizhang"),
        ("我是张小伟呀今天天气真好", "张小伟"),
        ("nr 2153900001 ok!", "2153900001"),
        ("call 13907150824", "13907150824"),
    ],
)
def test_local_words_and_the_persons_own_are_refused_by_name(person, password, word):
    assert any(f"密码中含有“{word}”" in sentence for sentence in complaints(password, person))


@given(word=st.sampled_from([w for w in local_words() if w.isascii()]), data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_dressing_hides_a_local_word(word, data):
    """Capitals, punctuation between the letters and words around it change nothing."""
    letters = [
        data.draw(st.sampled_from([letter.upper(), letter.lower()]))
        + data.draw(st.sampled_from(["", "-", " ", ".", "!"]))
        for letter in word
    ]
    dressed = f"zzz{''.join(letters)}zzz"
    with pytest.raises(ValidationError):
        refuse_words(dressed, [word])


def test_a_short_name_is_no_word(world):
    user = User(username="li", name="李")
    assert complaints("goldlily-and-silver", user) == []


def test_under_djbh3_three_of_four_classes_are_asked(person, settings):
    settings.SECURITY_PROFILE = "djbh3"
    sentence = "密码须含有大写字母、小写字母、数字、符号（或汉字）四类中的 3 类。"
    assert complaints("siebenziegenamfluss", person) == [sentence]
    assert complaints(STRONG, person) == []
    assert complaints("Sieben七只山羊 am Fluss", person) == []


def test_under_djbh3_the_last_five_do_not_come_back(person, settings):
    settings.SECURITY_PROFILE = "djbh3"
    used = [f"Sieben Ziegen {n}{n}" for n in range(7)]
    for n, password in enumerate(used):
        change_password(person, by=person, at=AT + timedelta(n), password=password)
    person.refresh_from_db()
    again = [complaints(password, person) != [] for password in used]
    assert again == [False, False, True, True, True, True, True]
    assert person.past_passwords.count() == 5


def test_the_password_of_another_profile_does_not_come_back_either(person, settings):
    change_password(person, by=person, at=AT, password=STRONG)
    settings.SECURITY_PROFILE = "djbh3"
    person.refresh_from_db()
    assert complaints(STRONG, person) == ["不能使用最近 5 次用过的密码。"]


def test_the_default_profile_keeps_no_old_hash_and_never_asks_for_a_change(person):
    change_password(person, by=person, at=AT, password=GOOD)
    person.refresh_from_db()
    assert person.past_passwords.count() == 0
    assert not must_change_password(person, AT + timedelta(4000))


def test_under_djbh3_a_password_lasts_ninety_days(person, settings):
    settings.SECURITY_PROFILE = "djbh3"
    change_password(person, by=person, at=AT, password=STRONG)
    person.refresh_from_db()
    ages = [must_change_password(person, AT + timedelta(days)) for days in (0, 90, 91)]
    assert ages == [False, False, True]


def test_a_password_of_the_default_profile_must_be_changed_when_djbh3_begins(person, settings):
    change_password(person, by=person, at=AT, password=GOOD)
    person.refresh_from_db()
    settings.SECURITY_PROFILE = "djbh3"
    assert must_change_password(person, AT)


def test_only_oneself_changes_the_own_password(world):
    with pytest.raises(NotPermitted):
        change_password(
            world.people["a1_teacher"], by=world.people["system_admin"], at=AT, password=GOOD
        )


def change(client, old=PASSWORD, new=GOOD, again=None):
    words = {"password": old, "new_password": new, "new_password_again": again or new}
    return client.post(PAGE, words)


def test_changing_ends_the_other_sessions_and_keeps_this_one(clerk):
    here, there = signed_in(), signed_in()
    assert change(here).url == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").url == "/sign-in/?next=/account/"
    assert [enter(password=p).status_code for p in (PASSWORD, GOOD)] == [200, 302]
    (entry,) = acts("change_password")
    assert (entry.actor, entry.changes["password"]) == (clerk.name, ["＊＊＊", "＊＊＊"])
    assert GOOD not in str(entry.changes)


def test_the_old_password_is_asked_and_guessing_it_is_limited(clerk):
    client = signed_in()
    answers = [change(client, old="falsch") for _ in range(6)]
    assert answers[0].context["form"].errors["password"] == ["当前密码不正确，或尝试次数过多。"]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429, 429]
    assert change(client).status_code == 429
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_two_different_words_and_the_same_as_before_are_refused(clerk):
    client = signed_in()
    said = change(client, again="etwas ganz anderes").context["form"].errors
    assert said["new_password_again"] == ["两次输入的新密码不一样，请重新输入。"]
    said = change(client, new=PASSWORD).context["form"].errors
    assert said["new_password"] == ["新密码与当前密码相同，请换一个。"]


def test_an_expired_password_leads_to_its_page_and_nowhere_else(clerk, settings):
    settings.SECURITY_PROFILE = "djbh3"
    client = signed_in()
    for page in ("/", "/account/", "/matters/", "/admin/", "/account/second-factor/"):
        assert client.get(page).url == PAGE, page
    page = client.get(PAGE)
    assert "更换之前不能使用其他页面" in page.content.decode()
    assert (page.context["cancel_url"], "我的账号</a>" in page.content.decode()) == ("", False)
    assert client.get("/account/privacy/").status_code == 200
    assert change(client, new=STRONG).status_code == 302
    assert client.get("/account/").status_code == 200


def test_the_way_out_stays_open(clerk, settings):
    settings.SECURITY_PROFILE = "djbh3"
    assert signed_in().post("/sign-out/").url == "/sign-in/"


def test_the_admin_has_no_page_of_its_own_for_it(world, sign_in):
    page = sign_in("system_admin").get("/admin/password_change/")
    assert "当前密码" in page.content.decode()
