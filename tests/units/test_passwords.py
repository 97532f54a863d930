"""The names of the tree are no passwords, in characters or in pinyin."""

from django.core.exceptions import ValidationError

from pueredu.units.passwords import UnitNamesValidator


def is_refused(password, user=None) -> bool:
    try:
        UnitNamesValidator().validate(password, user)
    except ValidationError:
        return True
    return False


def test_every_area_is_refused_and_every_unit_of_the_person(world):
    teacher, own, other = world.people["a1_teacher"], world.units["a1"], world.units["c1"]
    assert is_refused(f"{own.name}真是一个好地方", teacher)
    assert is_refused("Jin Si Que Jia yixiao!", teacher)
    assert is_refused("jinsiqueyi xian 99", teacher)  # the other 县 is an area of the house
    assert is_refused("jin-si-que-yi is far")  # nobody in particular, without 县
    assert not is_refused(f"{other.name}在高高的山的那一边", teacher)
    assert not is_refused("sieben Ziegen am Fluss", teacher)


def test_it_costs_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        is_refused("sieben Ziegen am Fluss", world.people["a1_teacher"])
