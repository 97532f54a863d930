"""Who sees one county alone is not asked which, and does not read it in every row."""

import pytest
from django.urls import reverse

from tests.support import matters
from tests.support.figures import load_figures

LIST = reverse("loop:matter-list")


@pytest.fixture
def two_counties(world, errands):
    load_figures()
    matters.issued(world)
    matters.issued(world, unit="b-government")
    return world


@pytest.mark.parametrize(
    ("username", "rows", "is_asked"),
    [("a_government", 1, False), ("b_government", 1, False), ("city_staff", 2, True)],
)
def test_the_county_is_asked_and_named_where_there_are_several(
    two_counties, sign_in, username, rows, is_asked
):
    page = sign_in(username).get(LIST).context
    labels = [column["label"] for column in page["table"].columns]
    assert len(page["table"].rows) == rows
    assert all(len(row["cells"]) == len(labels) for row in page["table"].rows)
    assert ("county" in page["filter_form"].fields) is is_asked
    assert ("县(区)" in labels) is is_asked


def test_another_county_in_the_address_widens_and_empties_nothing(two_counties, sign_in):
    elsewhere = {"county": two_counties.units["b"].pk}
    assert len(sign_in("a_government").get(LIST, elsewhere).context["table"].rows) == 1
    (row,) = sign_in("city_staff").get(LIST, elsewhere).context["table"].rows
    assert row["cells"][1]["value"] == two_counties.units["b"].short_name
