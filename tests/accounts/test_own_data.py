"""「我的账号」: what is stored about me, put right by me; and what others see of my telephone."""

import pytest

from pueredu.accounts.actions import correct_user, unmask_phone_user
from pueredu.accounts.models import Session, User
from pueredu.audit.models import Entry
from pueredu.kit.errors import NotPermitted
from tests.accounts.conftest import acts
from tests.support.world import AT

ME = "/account/"
PHONE = "13907150824"


@pytest.fixture
def teacher(world, clock):
    user = world.people["a1_teacher"]
    User.objects.filter(pk=user.pk).update(phone=PHONE, email="t@example.org")
    return world.person("a1_teacher")


def test_the_page_says_what_is_stored(teacher, sign_in):
    page = sign_in("a1_teacher").get(ME).content.decode()
    for word in (teacher.name, "a1_teacher", PHONE, "t@example.org", "教师", "2020年1月1日"):
        assert word in page
    assert "个人信息处理告知" in page


def test_it_costs_few_queries_however_many_places_and_posts(
    teacher, sign_in, django_assert_num_queries
):
    client = sign_in("a1_teacher")
    for _ in range(3):
        sign_in("a1_teacher")
    with django_assert_num_queries(8):
        assert client.get(ME).content.decode().count("登录于") == 4
    assert Session.objects.count() == 4


def test_who_has_no_post_sees_the_own_account_too(world, sign_in):
    page = sign_in("nobody").get(ME)
    assert page.status_code == 200
    assert "没有任职" in page.content.decode()


def test_the_masthead_leads_there(sign_in):
    assert '<a class="person" href="/account/"' in sign_in("a1_teacher").get("/").content.decode()


def test_a_person_puts_it_right_and_the_audit_keeps_no_number(teacher, sign_in):
    client = sign_in("a1_teacher")
    words = {"name": "改名", "phone": "13600001111", "email": "neu@example.org"}
    assert client.post("/account/correct/", words).url == ME
    teacher.refresh_from_db()
    assert (teacher.name, teacher.phone, teacher.email) == tuple(words.values())
    (entry,) = acts("correct")
    assert entry.changes["phone"] == ["＊＊＊", "＊＊＊"]
    assert entry.changes["email"] == ["t@example.org", "neu@example.org"]
    assert "13600001111" not in str(Entry.objects.values())


def test_what_is_no_number_is_refused_with_a_sentence(teacher, sign_in):
    answer = sign_in("a1_teacher").post("/account/correct/", {"name": "甲", "phone": "unter 110"})
    assert answer.context["form"].errors["phone"] == ["请填写电话号码，只含数字、空格和短横。"]


def test_nobody_puts_right_what_is_stored_about_another(world, teacher):
    with pytest.raises(NotPermitted):
        correct_user(teacher, by=world.person("system_admin"), at=AT, name="x", phone="", email="")


def test_the_admin_shows_a_masked_number_and_no_field_for_it(teacher, sign_in):
    page = sign_in("system_admin").get(f"/admin/accounts/user/{teacher.pk}/change/")
    assert "139****0824" in page.content.decode()
    assert PHONE not in page.content.decode()


def test_looking_at_the_whole_number_takes_a_reason_and_is_remembered(teacher, sign_in):
    client, page = sign_in("secretariat"), f"/account/people/{teacher.pk}/unmask-phone/"
    assert PHONE not in client.get(page).content.decode()
    assert client.post(page).context["form"].errors["reason"] == ["请写明事由，它会记入审计。"]
    assert acts("unmask_phone") == []
    answer = client.post(page, {"reason": "联系开会"})
    assert PHONE in answer.content.decode()
    (entry,) = acts("unmask_phone")
    assert (entry.object_id, entry.reason) == (str(teacher.pk), "联系开会")
    assert PHONE not in str(Entry.objects.values())


def test_who_may_not_see_the_person_sees_no_number(world, teacher):
    for key in ("a_bureau", "b_bureau", "a1_head", "security_admin", "audit_admin"):
        with pytest.raises(NotPermitted):
            unmask_phone_user(teacher, by=world.person(key), at=AT, reason="neugierig")


def test_the_words_on_personal_data_are_public_and_honest(client, db):
    page = client.get("/account/privacy/")
    assert page.status_code == 200
    for word in ("正式文本待录入", "不能还原的校验值", "90 天", "怎样更正", "谁能看到"):
        assert word in page.content.decode()
