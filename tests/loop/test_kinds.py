"""What every kind grants alike needs no kind in its clause; what one kind grants names it."""

from pueredu.kit.scoping import as_q, clauses_for
from pueredu.loop.models import Matter
from pueredu.loop.rules import MatterKind
from pueredu.units.access.registry import grants_of
from pueredu.units.enums import Reach, Role
from tests.support.matters import issued
from tests.support.rights import lent_kinds

VIEW, CLOSE = "loop.view_matter", "loop.close_matter"
CITY = {Role.SECRETARIAT: Reach.SUBTREE}


def kind(name, **grants) -> MatterKind:
    return MatterKind(name=name, label=name, end="办结", grants=grants)


def test_with_one_kind_a_page_is_filtered_by_its_place_alone(world, django_assert_num_queries):
    county = world.units["a"].pk
    clauses = clauses_for(world.person("a_bureau"), VIEW, Matter)
    assert clauses == [{"county": frozenset({county})}]
    by_hand = Matter.objects.filter(county=county)
    assert str(Matter.objects.permitted(world.person("a_bureau"), VIEW).query) == str(by_hand.query)
    assert as_q(clauses_for(world.person("secretariat"), VIEW, Matter)) is None


def test_a_cell_that_not_every_kind_grants_names_those_that_do():
    office = {Role.COUNTY_BUREAU: Reach.SUBTREE}
    with lent_kinds(kind("errand", view={**CITY, **office}, close=CITY), kind("order", view=CITY)):
        where = {(cell.holder, cell.reach): cell.where for cell in grants_of(VIEW)}
        assert where[Role.SECRETARIAT, Reach.SUBTREE] == {}
        assert where[Role.COUNTY_BUREAU, Reach.SUBTREE] == {
            "kind": frozenset({"commitment", "errand"})
        }
        assert [cell.where for cell in grants_of(CLOSE) if cell.reach == Reach.SUBTREE] == [
            {"kind": frozenset({"errand"})}
        ]


def test_whoever_may_close_one_kind_may_not_close_another(world, errands):
    """The errand is closed by the Secretariat; a kind closed by nobody stays closed to all."""
    matter = issued(world)
    with lent_kinds(kind("order", view=CITY)):
        other = issued(world, title="另一种")
        Matter.objects.filter(pk=other.pk).update(kind="order")
        person = world.person("secretariat")
        mine = Matter.objects.permitted(person, CLOSE)
        assert [row.pk for row in mine] == [matter.pk]
        asked = {row.pk: person.has_perm(CLOSE, row) for row in Matter.objects.all()}
        assert asked == {matter.pk: True, other.pk: False}
