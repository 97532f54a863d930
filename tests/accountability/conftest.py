import pytest

from accountability import actions
from accountability.models import MandatoryTopic, Report, YearPlan
from tests.support import files
from tests.support.figures import load_figures
from tests.support.world import AT


@pytest.fixture
def plan(world, db):
    """The 2023 plan with one topic, sent out to counties a and b."""
    load_figures()
    plan = YearPlan.objects.create(
        year=2023, title="2023年度述职实施方案", due_on="2023-07-31", lock_on="2023-08-15"
    )
    plan.refresh_from_db()
    MandatoryTopic.objects.create(plan=plan, no=1, title="十条措施落实")
    return actions.open_year_plan(plan, by=world.person("secretariat"), at=AT)


@pytest.fixture
def report(plan, world) -> Report:
    """County a's report, asked for and still empty."""
    return Report.objects.get(county=world.units["a"])


@pytest.fixture
def filled(report, world) -> Report:
    """County a's report with both files, its signature and its topic answered."""
    return actions.fill_report(
        report,
        by=world.person("a_party_office"),
        at=AT,
        answers={report.plan.topics.get(): ("第 3 页", "")},
        signatory="县委书记",
        signed_on=AT.date(),
        uploads={"signed": files.pdf(), "word": files.word()},
    )
