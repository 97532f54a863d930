"""The probes of TRUST: where an admin whose ``get_queryset`` alone is scoped leaks and lets through.

Each stands as one test that finds nothing, and finds the other county as soon as the override that
closes it is taken away. The clerk is scoped as tests/house/probing.py says. What is written
stands in test_admin_write_probes.py.
"""

import io
from datetime import date

import openpyxl
import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.test import RequestFactory
from django.urls import NoReverseMatch

from measures.models import GroupPost, LeadingGroup
from pueredu.loop.models import Matter
from pueredu.office.counter.checks import CounterChecks
from pueredu.office.counter.filters import RelatedFilter
from pueredu.office.counter.scoping import ScopedFieldsMixin, ScopedPagesMixin
from pueredu.units.models import Unit
from studios.models import Activity, Attendance
from tests.house.probing import (
    CHOICES,
    KEEPERS,
    OTHER,
    ROWS,
    SEAT,
    SEEING,
    Clerk,
    closed,
    lent_keys,
    list_of,
    page_of,
    undone,
    without,
)
from training.models import Learner

pytestmark = pytest.mark.usefixtures("quiet")

MANY = (ScopedFieldsMixin, "formfield_for_manytomany")


@pytest.fixture(scope="module")
def keys(town):
    with lent_keys() as grant:
        yield grant


@pytest.fixture
def clerk(town, keys):
    return Clerk(town.world.people["a_bureau"])


@pytest.fixture
def selects(monkeypatch):
    """Related records chosen from a list, not by typing."""
    monkeypatch.setattr(ScopedFieldsMixin, "get_autocomplete_fields", lambda *_words: ())


def learner(town, word):
    return Learner.objects.get(pk=town.records["learner"][word].pk)


def group(town, word):
    return LeadingGroup.objects.get(pk=town.records["group"][word].pk)


def test_a_foreign_key_select_offers_nothing_of_another_county(clerk, selects):
    closed(lambda: clerk.leaks(f"{list_of(Learner)}add/"), CHOICES)


def test_a_select_of_many_offers_nothing_of_another_county(clerk, town, selects):
    page = page_of(Matter, town.records["matter"]["own"].pk)
    closed(lambda: clerk.leaks(page), MANY)


def test_a_raw_id_names_any_record_and_is_therefore_banned(clerk, town, monkeypatch):
    keeper = KEEPERS[Learner]
    monkeypatch.setattr(keeper, "raw_id_fields", ("school",))
    assert clerk.leaks(f"{list_of(Learner)}add/", school=town.world.units["b1"].pk)
    assert [error.id for error in CounterChecks().check(keeper)] == ["counter.E001"]


def test_typing_finds_nothing_of_another_county(clerk):
    asked = {"app_label": "training", "model_name": "learner", "field_name": "school"}

    def probe():
        found = clerk.get("/admin/autocomplete/", **asked, term="一小").json()["results"]
        return any(OTHER in one["text"] for one in found)

    closed(probe, ROWS)
    assert clerk.post("/admin/autocomplete/", {**asked, "term": "一小"}).status_code == 405


def test_the_choices_of_a_filter_name_no_other_county(clerk):
    closed(lambda: clerk.leaks(list_of(Learner)), (RelatedFilter, "field_choices"))


def test_an_address_that_filters_by_the_other_county_finds_nothing(clerk, town):
    other, missing = town.world.units["b"].pk, 10**9
    closed(lambda: clerk.leaks(list_of(Learner), county__id__exact=other), ROWS)
    met = [clerk.get(list_of(Learner), county__id__exact=pk) for pk in (other, missing)]
    assert [answer.context["cl"].result_count for answer in met] == [0, 0]


def test_an_address_asks_no_column_that_the_list_does_not_offer(clerk):
    def probe():
        return clerk.get(list_of(Learner), user__isnull="0").status_code == 200

    closed(probe, (ScopedPagesMixin, "lookup_allowed"))
    assert clerk.get(list_of(Learner), school__name__startswith=OTHER).status_code == 400


def test_a_list_in_the_order_of_a_related_record_holds_own_rows(clerk):
    closed(lambda: clerk.leaks(list_of(Learner), o="4"), ROWS)


def test_a_search_through_a_related_record_finds_own_rows(clerk):
    def probe():
        return clerk.get(list_of(Learner), q=OTHER).context["cl"].result_count > 0

    closed(probe, ROWS)


@pytest.fixture
def guest(town):
    """Somebody of county B at an activity of county A: the row is B's."""
    activity = Activity.objects.get(pk=town.records["activity"]["own"].pk)
    school = town.world.units["b1"]
    with undone():
        Attendance.objects.create(
            activity=activity, name=f"{OTHER}来客", learner_code="G-9", county=school.area,
            school=school, hours=1,
        )  # fmt: skip
        yield activity


def test_the_lines_of_a_record_are_those_one_may_see(clerk, guest):
    closed(lambda: clerk.leaks(page_of(Activity, guest.pk)), ROWS)


@pytest.fixture
def organ(town):
    """An organ of county A that has a seat in the leading group of county B."""
    found = town.world.units["a-finance"]
    with undone():
        GroupPost.objects.create(group=group(town, "other"), unit=found, **SEAT)
        yield found


def test_the_preview_of_a_deletion_names_nothing_that_hangs_on_it(clerk, organ):
    preview = (ScopedPagesMixin, "get_deleted_objects")
    closed(lambda: clerk.leaks(page_of(Unit, organ.pk, "delete")), preview)


def test_the_preview_of_many_deletions_names_nothing_that_hangs_on_them(clerk, organ):
    data = {"action": "delete_selected", "index": 0, "_selected_action": organ.pk}
    preview = (ScopedPagesMixin, "get_deleted_objects")
    closed(lambda: OTHER in clerk.post(list_of(Unit), data).said, preview)


def test_a_generic_redirect_to_any_record_is_closed(clerk, town):
    kind = ContentType.objects.get_for_model(Learner)
    pk = town.records["learner"]["other"].pk
    assert str(pk) in shortcut(RequestFactory().get("/"), kind.pk, pk).url
    for word in ("own", "other"):
        found = clerk.get(f"/admin/r/{kind.pk}/{town.records['learner'][word].pk}/")
        assert found.status_code == 404


def test_the_history_of_a_foreign_record_is_hidden(clerk, town):
    pk = town.records["learner"]["other"].pk
    closed(lambda: clerk.leaks(page_of(Learner, pk, "history")), ROWS)


def test_the_form_of_a_foreign_record_is_hidden(clerk, town):
    pk = town.records["learner"]["other"].pk
    closed(lambda: clerk.leaks(page_of(Learner, pk)), ROWS, *SEEING)


def test_a_form_is_not_filled_in_with_a_foreign_record(clerk, town):
    school = town.world.units["b1"].pk
    closed(lambda: clerk.leaks(f"{list_of(Learner)}add/", school=school), CHOICES)


@pytest.mark.parametrize("word", ["x", "²", "\0", "1e999", "9" * 25])
def test_a_form_is_not_filled_in_with_what_is_no_record(clerk, word):
    response = clerk.get(f"{list_of(Learner)}add/", school=word)
    assert response.status_code == 200


def test_a_filter_through_a_relation_is_banned(monkeypatch):
    keeper = KEEPERS[Learner]
    monkeypatch.setattr(keeper, "list_filter", ("school__kind",))
    assert [error.id for error in CounterChecks().check(keeper)] == ["counter.E002"]


def exported(person, model) -> str:
    """All that the workbook of a list says."""
    answer = person.client.get(f"{list_of(model)}export/")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return str([cell for row in book.active.iter_rows(values_only=True) for cell in row])


def test_an_export_holds_own_rows(clerk, town):
    city = Clerk(town.world.people["city_training"])
    with undone():
        assert OTHER in exported(city, Learner)
        assert "金丝雀甲" in exported(clerk, Learner)
        assert OTHER not in exported(clerk, Learner)


def test_a_record_leads_to_its_own_page_which_asks_for_itself(clerk, town):
    pk = town.records["learner"]["own"].pk
    said = clerk.get(page_of(Learner, pk)).said
    assert (f'href="/training/learners/{pk}/"' in said, "/admin/r/" in said) == (True, False)
    with without((ScopedFieldsMixin, "get_view_on_site_url")), pytest.raises(NoReverseMatch):
        clerk.get(page_of(Learner, pk))


def test_the_days_of_a_list_are_those_of_own_rows(clerk, town):
    with undone():
        foreign = Activity.objects.filter(pk=town.records["activity"]["other"].pk)
        foreign.update(held_on=date(2019, 3, 4))
        closed(lambda: "2019" in clerk.get(list_of(Activity)).said, ROWS)


def test_another_key_opens_no_foreign_record(clerk, town):
    pk, missing = town.records["learner"]["other"].pk, 10**9
    closed(lambda: clerk.leaks(page_of(Learner, pk), _to_field="id"), ROWS, *SEEING)
    assert clerk.get(page_of(Learner, "L-b1"), _to_field="code").status_code == 400
    met = [clerk.get(page_of(Learner, key), _to_field="id") for key in (pk, missing)]
    assert [answer.url for answer in met] == ["/admin/", "/admin/"]


def test_a_list_in_a_pop_up_holds_own_rows(clerk):
    closed(lambda: clerk.leaks(list_of(Learner), _popup="1"), ROWS)


def test_beside_a_choice_stand_only_links_that_open(clerk, town):
    city = Clerk(town.world.people["city_training"])
    door, page = "/admin/accounts/user/add/", "/admin/studios/studiomember/add/"
    assert (door in clerk.get(page).said, door in city.get(page).said) == (True, False)
    assert city.get(door).status_code == 403
