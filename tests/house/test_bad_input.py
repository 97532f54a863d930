"""Whatever is typed into a form, or sent past it, gets an answer and never a fault of the server."""

import pytest
from django.urls import reverse

from pueredu.office.views.inbox import InboxView
from tests.house.bad_input import answers, controls, faults, first_reader, questions
from tests.house.urls import portal_patterns

pytestmark = pytest.mark.usefixtures("quiet", "looked_up_once")

FORMS = {item.name: item for item in portal_patterns() if item.methods == {"GET", "POST"}}


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_form_of_the_portal_answers(town, visitors, name):
    assert faults(*first_reader(town, visitors, FORMS[name])) == {}


def test_a_nul_in_an_address_is_left_out(visitors):
    page = visitors["city_staff"].ask("GET", f"{reverse('workbooks:import-job-list')}?kind=%00")
    assert page.status_code == 200


def test_a_fault_would_be_told(visitors, monkeypatch):
    def break_down(self, request, *args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(InboxView, "get", break_down)
    said = answers(visitors["city_staff"], "GET", reverse("office:inbox"))
    assert said == "ZeroDivisionError()"


def test_the_forms_and_questions_of_a_page_are_found(visitors):
    body = visitors["a_bureau"].ask("GET", reverse("training:shortfall-list")).body
    assert {"stage", "least", "q"} <= questions(body)
    found = controls(visitors["a2_officer"].ask("GET", reverse("training:roster")).body)
    assert {"title", "held_on", "hours"} <= {one.name for one in found}
