import pytest
from django.test import RequestFactory

from pueredu.kit.context import look
from pueredu.kit.text_size import text_size


def choose(size, target="/matters/?page=2"):
    return text_size(RequestFactory().post("/text-size/", {"size": size, "next": target}))


@pytest.mark.parametrize(
    ("size", "kept"), [("large", "large"), ("normal", "normal"), ("x", "normal")]
)
def test_the_choice_is_kept_and_the_reader_returns(size, kept):
    response = choose(size)
    assert (response.status_code, response["Location"]) == (302, "/matters/?page=2")
    assert response.cookies["text-size"].value == kept


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"]
)
def test_the_switch_never_leads_out_of_the_house(target):
    assert choose("large", target)["Location"] == "/"


def test_a_link_alone_changes_nothing():
    assert text_size(RequestFactory().get("/text-size/")).status_code == 405


@pytest.mark.parametrize(("cookie", "large"), [("large", True), ("normal", False), ("", False)])
def test_pages_know_the_choice(cookie, large):
    request = RequestFactory().get("/")
    request.COOKIES["text-size"] = cookie
    assert look(request)["large_text"] is large


@pytest.mark.parametrize(("label", "is_demo"), [("演示数据", True), ("", False)])
def test_demonstration_is_a_setting(settings, label, is_demo):
    settings.DEMO_LABEL = label
    assert look(RequestFactory().get("/"))["demo_data"] is is_demo
