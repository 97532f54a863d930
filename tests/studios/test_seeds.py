"""The reference rows are real, the demonstration is deterministic and shows a gap."""

from studios import queries, seeds
from studios.models import Activity, ActivityKind, Studio
from tests.support.world import AT, TODAY


def test_reference_is_loaded_once(db):
    assert seeds.reference(at=AT) == 20
    assert seeds.reference(at=AT) == 0
    assert ActivityKind.objects.get(code="smart_teacher_class").title == "智师课堂"


def test_the_demonstration_works_in_a_small_world(world, kinds, clock):
    seeds.reference(at=AT)
    assert seeds.demo(scale="small", at=AT) == 4
    assert seeds.demo(scale="small", at=AT) == 0
    states = dict(Activity.objects.order_by().values_list("held_on", "state"))
    assert sorted(states.values()) == ["confirmed", "confirmed", "confirmed", "draft"]
    names = Studio.objects.order_by("id").values_list("name", flat=True)
    assert names[0] == "金丝雀甲一小一级校长工作室"
    assert list(queries.gaps(world.person("city_training"), TODAY)) == []
    assert len(queries.attendances_to_recognise()) == 22
