"""Accounts at the counter of the system administrator."""

from datetime import timedelta

import pytest
from django.urls import reverse

from pueredu.accounts.models import User
from pueredu.kit import clock

LIST = reverse("admin:accounts_user_changelist")
ADD = reverse("admin:accounts_user_add")


@pytest.fixture
def system(sign_in):
    return sign_in("system_admin")


def test_a_new_account_leads_to_its_page_where_the_code_is_handed_out(world, system):
    answer = system.post(ADD, {"name": "演示·新人", "username": "new-person"}, follow=True)
    user = User.objects.get(username="new-person")
    assert answer.redirect_chain[-1][0] == reverse("admin:accounts_user_change", args=[user.pk])
    code = reverse("accounts:user-issue-activation", args=[user.pk])
    assert code in [button["url"] for button in answer.context["verb_buttons"]]


def test_what_is_no_telephone_number_is_refused(world, system):
    words = {"name": "演示·新人", "username": "new-person", "phone": "不知道"}
    said = system.post(ADD, words).context["adminform"].form.errors
    assert said["phone"] == ["请填写电话号码，只含数字、空格和短横。"]


def test_the_list_tells_by_the_portal_s_clock_when_an_account_was_made(world, system, settings):
    made = User.objects.get(username="system_admin")
    settings.CLOCK_OFFSET = timedelta(days=-1000)
    column = system.get(LIST, {"q": made.username}).context["cl"].model_admin.opened_at(made)
    assert column.startswith(f"{clock.by_portal(made.created_at):%Y}")


def test_the_history_of_an_account_leads_back_to_it(world, system):
    user = world.people["a1_officer"]
    page = system.get(reverse("admin:accounts_user_history", args=[user.pk]))
    assert page.context["back_url"] == reverse("admin:accounts_user_change", args=[user.pk])
    assert page.context["back_url"] in page.content.decode()
