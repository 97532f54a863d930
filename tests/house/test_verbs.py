"""One verb, one name: transition, right, action, door and word on the button."""

import inspect

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from pueredu.kit.names import noun, permission, url_name
from pueredu.notices.classes import all_notices
from pueredu.units.access.registry import flows, permissions
from tests.house.packages import module_of, our_models
from tests.house.urls import portal_patterns

KEEPING = ("view_", "add_", "change_", "delete_", "export_", "import_")
# verbs without a button of their own, and who does them instead
BEHIND_THE_DOOR = {
    "workbooks.check_import_job": "the background task, after the upload",
    "workbooks.apply_import_job": "the background task, after the confirmation",
    "workbooks.fail_import_job": "the background task, when a file cannot be read",
    "loop.issue_matter": "the issuing act of the room that owns the kind",
}
NOT_A_VERB = {"office.enter_admin": "the door of the admin itself"}


def model_of(flow_name: str):
    label, word = flow_name.split(".")
    return next(m for m in apps.get_app_config(label).get_models() if noun(m) == word)


VERBS = [(model_of(name), verb) for name, flow in flows().items() for verb in flow.verbs]
IDS = [permission(verb, model) for model, verb in VERBS]
every_verb = pytest.mark.parametrize(("model", "verb"), VERBS, ids=IDS)


def test_every_right_is_a_verb_of_a_flow_or_plain_keeping():
    keeping = {perm for perm in permissions() if perm.split(".")[1].startswith(KEEPING)}
    assert set(permissions()) - keeping - set(NOT_A_VERB) == set(IDS)


def test_plain_keeping_names_a_model_and_does_not_repeat_a_verb():
    nouns = {f"{model._meta.app_label}.{noun(model)}" for model in our_models()}
    # pages over many records, named for what they show
    views_only = {"training.view_own_hours", "desk.view_cockpit"}
    words = {
        perm: f"{perm.split('.')[0]}.{perm.split('_', 1)[1]}"
        for perm in set(permissions()) - set(IDS) - set(NOT_A_VERB) - views_only
    }
    foreign = {perm for perm, word in words.items() if word not in nouns}
    # a room that reads another's records states the right in its own name
    assert foreign <= {"training.import_attendance"}


@every_verb
def test_a_verb_is_an_action_with_the_one_signature(model, verb):
    action = getattr(
        module_of(apps.get_app_config(model._meta.app_label), "actions"), f"{verb}_{noun(model)}"
    )
    signature = inspect.signature(action)
    subject, *words = signature.parameters.values()
    assert subject.kind == inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert {"by", "at"} <= {word.name for word in words}
    assert {word.kind for word in words} == {inspect.Parameter.KEYWORD_ONLY}
    untyped = [p.name for p in signature.parameters.values() if p.annotation is p.empty]
    assert (untyped, signature.return_annotation is signature.empty) == ([], False)
    assert action.__doc__


@every_verb
def test_a_verb_has_a_word_for_the_button(model, verb):
    assert verb.label
    assert verb.label != verb.value


@every_verb
def test_a_verb_has_a_door(model, verb):
    right = permission(verb, model)
    marks = {pattern.access for pattern in portal_patterns()}
    in_admin = {
        permission(item.verb, keeper.model)
        for keeper in admin.site._registry.values()
        for item in getattr(keeper, "verbs", ())
    }
    assert right in BEHIND_THE_DOOR or right in marks | in_admin


def test_what_is_done_behind_the_door_is_a_verb():
    assert set(BEHIND_THE_DOOR) <= set(IDS)


def test_a_page_of_a_verb_bears_its_name_and_makes_its_call():
    pages = [p for p in portal_patterns() if getattr(p.view, "verb", None) is not None]
    assert pages
    for page in pages:
        model, verb = page.view.model, page.view.verb
        assert page.access == permission(verb, model), page.name
        assert page.name == url_name(verb, model)
        action = page.view.action
        assert action is None or action.__name__ == f"{verb}_{noun(model)}", page.name


def test_a_button_of_the_admin_calls_the_same_action():
    for keeper in admin.site._registry.values():
        for item in getattr(keeper, "verbs", ()):
            assert item.action.__name__ == f"{item.verb}_{noun(keeper.model)}"


def test_what_a_record_offers_next_leads_to_a_page():
    """The detail page turns every verb of the flow into an address."""
    pages = {
        page.view.model
        for page in portal_patterns()
        if page.name.endswith("-detail") and hasattr(page.view, "get_history")
    }
    for model, verb in VERBS:
        if model in pages and permission(verb, model) not in BEHIND_THE_DOOR:
            try:
                reverse(url_name(verb, model), args=[1])
            except NoReverseMatch:
                pytest.fail(f"{permission(verb, model)} has no page, but its record has one")


def test_a_notice_speaks_of_rights_that_exist():
    known = set(permissions())
    assert {notice.on for notice in all_notices()} <= known
    assert {notice.to for notice in all_notices()} <= known
