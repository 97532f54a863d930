"""The house keeps no number of an identity card: the database refuses it in every code and name."""

import pytest
from django.db import IntegrityError, transaction

from pueredu.accounts.models import User
from pueredu.kit.constraints import sentence_of
from studios.models import Attendance, StudioMember
from tests.house.packages import our_models
from training.models import Learner

# made up: no such place, no such person
NUMBERS = ("999999200001011234", "99999920000101123X", "99999920000101123x", " 999999200001011234 ")
CODES = (
    "53080200012",
    "A-2023-001",
    "99999920000101123",
    "9999992000010112345",
    "099999200001011234",
)
KEPT = {
    Learner: ("learner_no_identity_number", "code"),
    Attendance: ("attendance_no_identity_number", "learner_code"),
    StudioMember: ("member_no_identity_number", "learner_code"),
    User: ("user_no_identity_number", "username"),
}


def constraint_of(model):
    return next(one for one in model._meta.constraints if one.name == KEPT[model][0])


@pytest.mark.django_db
@pytest.mark.parametrize("model", KEPT)
@pytest.mark.parametrize(("texts", "is_kept"), [(NUMBERS, False), (CODES, True)])
def test_a_code_that_is_an_identity_number_is_refused_and_others_are_not(model, texts, is_kept):
    column = KEPT[model][1]
    met = {text: constraint_of(model).condition.check({column: text}) for text in texts}
    assert met == dict.fromkeys(texts, is_kept)


@pytest.mark.django_db
def test_the_database_itself_refuses_it_with_a_sentence():
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        User.objects.create(username=NUMBERS[0], name="演示")
    assert sentence_of(User, refused.value) == (
        "这像是身份证号；平台不存储身份证号，请改用教师编号或其他登录名。"
    )


def test_every_code_of_a_person_is_guarded():
    """A new column for a code of people needs its constraint."""
    codes = {
        model
        for model in our_models()
        for field in model._meta.fields
        if (field.name, str(field.verbose_name))
        in {("code", "教师编号"), ("learner_code", "教师编号")}
        or field.name == "username"
    }
    assert codes - set(KEPT) == set()
