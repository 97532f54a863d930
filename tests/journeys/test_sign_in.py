"""Every role signs in to a desk that says what to do next, and meets closed doors politely."""

import pytest

pytestmark = pytest.mark.xdist_group("journeys")


def test_a_visitor_meets_the_sign_in_page(visitor):
    person = visitor()
    person.open("/")
    assert person.path == "/sign-in/"
    person.sees("登录", "严禁上传国家秘密")
