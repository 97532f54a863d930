"""Names of columns, constraints and models; every 术语 stands in the glossary."""

import re

import pytest
from django.conf import settings
from django.db import models

from tests.house.packages import PACKAGES, ROOT, our_models

MAX_NAME = 30  # domestic databases of the 信创 list cut longer names
MODELS = our_models()
LABELS = [model._meta.label for model in MODELS]
every_model = pytest.mark.parametrize("model", MODELS, ids=LABELS)

OURS = tuple(f"{package}." for package in PACKAGES)
# words that say a day or a moment without an ending
DAYS = {"since", "until", "day", "unlocked_until"}
MOMENTS = {"at", "not_before"}
PEOPLE = {"by"}
# rows of the machine, which no person fills in
WITHOUT_SENTENCE = {"staged_row_once"}


def own_fields(model):
    """The columns that this house declared, none that an installed package's base brings along."""
    inherited = {
        field.name
        for base in model.__mro__
        if hasattr(base, "_meta") and not base.__module__.startswith(OURS)
        for field in base._meta.fields
    }
    return [
        field
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if not (field.primary_key and isinstance(field, models.AutoField))
        and field.name not in inherited
        and not getattr(field.remote_field, "parent_link", False)
    ]


def is_chinese(text) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]", str(text)))


@every_model
def test_constraints_are_named_within_thirty_characters_and_speak(model):
    for constraint in model._meta.constraints:
        assert len(constraint.name) <= MAX_NAME, constraint.name
        spoken = is_chinese(constraint.violation_error_message)
        assert spoken or constraint.name in WITHOUT_SENTENCE, constraint.name


@every_model
def test_indexes_are_named_within_thirty_characters(model):
    for index in model._meta.indexes:
        assert len(index.name) <= MAX_NAME, index.name
        assert not re.search(r"_[0-9a-f]{6,8}_idx$", index.name), f"{index.name} was not given"


@every_model
def test_uniqueness_is_a_named_constraint(model):
    assert not model._meta.unique_together


def test_names_of_constraints_and_indexes_are_unique():
    names = [
        item.name for model in MODELS for item in (*model._meta.constraints, *model._meta.indexes)
    ]
    assert sorted(names) == sorted(set(names))


@every_model
def test_moments_days_and_people_end_as_they_should(model):
    for field in own_fields(model):
        moment = isinstance(field, models.DateTimeField)
        day = isinstance(field, models.DateField) and not moment
        person = field.is_relation and field.related_model._meta.label == settings.AUTH_USER_MODEL
        assert (field.name.endswith("_at") or field.name in MOMENTS) == moment, field
        assert (field.name.endswith("_on") or field.name in DAYS) == day, field
        if field.name.endswith("_by") or field.name in PEOPLE:
            assert person, field


@every_model
def test_a_boolean_is_a_question(model):
    for field in own_fields(model):
        if isinstance(field, models.BooleanField):
            assert field.name.startswith(("is_", "has_", "can_")), field


@every_model
def test_every_column_has_a_chinese_name(model):
    plain = [field.name for field in own_fields(model) if not is_chinese(field.verbose_name)]
    assert plain == []


@every_model
def test_a_model_says_its_own_name(model):
    assert model.__str__ is not models.Model.__str__
    assert is_chinese(model._meta.verbose_name)


def glossary() -> dict[str, str]:
    """``{term: identifiers}``; a bracket behind a term tells two uses of one word apart."""
    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| ")]
    return {
        word.strip(): identifiers.strip()
        for terms, identifiers in rows
        for word in re.split(r"[、/]", terms)
    }


@every_model
def test_the_name_of_a_model_stands_in_the_glossary(model):
    known = glossary()
    assert str(model._meta.verbose_name) in known
    assert f"`{model.__name__}`" in known[str(model._meta.verbose_name)]
