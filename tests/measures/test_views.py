"""What each person sees and clicks in this room."""

import pytest
from django.urls import reverse

from measures.models import (
    Commitment,
    CommitmentTask,
    GroupPost,
    LeadingGroup,
    Measure,
    PolicyDocument,
)
from pueredu.loop.models import Matter
from tests.support.world import CANARY

LISTS = [
    "measure-list",
    "commitment-list",
    "commitment-task-list",
    "reply-list",
    "leading-group-list",
    "policy-document-list",
]
# the literal query count of each list, for the Secretariat, with any number of rows
COSTS = {
    "measure-list": 10,
    "commitment-list": 7,
    "commitment-task-list": 9,
    "reply-list": 6,
    "leading-group-list": 6,
    "policy-document-list": 6,
}
PAPER = {
    "organ_kind": "government",
    "paper_0": "分管副市长",
    "paper_1": "2023-05-20",
    "paper_2": "普政发〔2023〕9号",
    "authority": "市政府办公室",
    "due_on": "2023-12-31",
}


def body_of(client, name: str, *args, query: str = "") -> str:
    response = client.get(reverse(f"measures:{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def furnished(issued, world):
    """One record at least for each list."""
    PolicyDocument.objects.create(code="d1", kind="system", title="第一项制度", source="x")
    Measure.objects.create(no=1)
    group = LeadingGroup.objects.create(area=world.units["a"], name="甲领导小组", source="x")
    held = world.people["a_leader"].memberships.get()
    for n, (title, holder) in enumerate((("县委书记", held), ("县长", None)), start=1):
        GroupPost.objects.create(
            group=group, code=f"p{n}", title=title, rank="co_head", precedence=n, holder=holder,
            source="x",
        )  # fmt: skip
    return issued


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_and_three_rows(
    furnished, sign_in, make_commitment, django_assert_num_queries, name
):
    client = sign_in("secretariat")
    client.get(reverse(f"measures:{name}"))
    for n in (1, 2, 3):
        with django_assert_num_queries(COSTS[name]):
            body_of(client, name)
        make_commitment(f"more{n}")
        PolicyDocument.objects.create(code=f"m{n}", kind="method", title=f"办法{n}", source="x")


def test_a_filtered_list_costs_no_more(furnished, sign_in, world, theme, django_assert_num_queries):
    client, county = sign_in("secretariat"), world.units["a"]
    query = f"?county={county.pk}&theme={theme.pk}&open=on"
    body_of(client, "commitment-task-list", query=query)
    with django_assert_num_queries(COSTS["commitment-task-list"]):
        body = body_of(client, "commitment-task-list", query=query)
    assert body.count("row-link") == 1


def test_the_page_of_each_record_stays_within_twelve_queries(
    furnished, sign_in, commitment, reply, django_assert_max_num_queries
):
    client = sign_in("secretariat")
    records = (
        commitment,
        furnished.tasks[0],
        reply,
        LeadingGroup.objects.get(),
        PolicyDocument.objects.get(),
        Measure.objects.get(),
    )
    for record in records:
        with django_assert_max_num_queries(12):
            assert client.get(record.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("key", ["a1_head", "a1_teacher", "system_admin", "nobody"])
def test_schools_and_administrators_have_no_business_here(furnished, sign_in, name, key):
    assert sign_in(key).get(reverse(f"measures:{name}")).status_code == 403


def test_the_overview_says_that_texts_are_missing_and_how_each_county_stands(furnished, sign_in):
    body = body_of(sign_in("city_leader"), "measure-list")
    assert "第1条" in body
    assert "各县(区)落实情况" in body
    for key in ("a", "b"):
        assert CANARY[key] in body
    assert body.count("正常") == 2


def test_a_county_sees_only_itself_in_the_overview_and_the_ledger(furnished, sign_in, commitment):
    client = sign_in("a_government")
    for body in (
        body_of(client, "measure-list"),
        body_of(client, "commitment-list"),
        body_of(client, "commitment-detail", commitment.pk),
        body_of(client, "commitment-task-list"),
    ):
        assert CANARY["b"] not in body
    assert "已兑现 0/1" in body_of(client, "commitment-list")
    assert "已兑现 0/2" in body_of(sign_in("secretariat"), "commitment-list")


def test_another_countys_task_does_not_exist(furnished, sign_in, world):
    task = CommitmentTask.objects.get(county=world.units["a"])
    address = reverse("measures:commitment-task-detail", args=[task.pk])
    assert sign_in("b_government").get(address).status_code == 404
    assert sign_in("a_finance").get(address).status_code == 404
    assert sign_in("a_government").get(address).status_code == 200


def test_another_countys_leading_group_does_not_exist(furnished, sign_in):
    address = LeadingGroup.objects.get().get_absolute_url()
    assert sign_in("b_party_office").get(address).status_code == 404
    assert sign_in("a_party_office").get(address).status_code == 200


def test_a_vacancy_is_visible_and_the_order_is_official(furnished, sign_in):
    client = sign_in("secretariat")
    assert "空缺 1" in body_of(client, "leading-group-list")
    body = body_of(client, "leading-group-detail", LeadingGroup.objects.get().pk)
    assert body.index("县委书记") < body.index("县长")
    assert body.partition("<main")[2].count("空缺") == 2


def test_the_ledger_finds_by_stage_lead_and_theme(
    furnished, sign_in, world, make_commitment, theme
):
    make_commitment("silent")
    make_commitment("citys", lead_organ="", lead_unit=world.units["city-finance"], theme=None)
    client = sign_in("secretariat")
    titles = {
        query: [
            title
            for title in ("签订责任书letters", "签订责任书silent", "签订责任书citys")
            if title in body_of(client, "commitment-list", query=query)
        ]
        for query in (
            "?stage=unissued",
            "?stage=open",
            "?stage=done",
            "?lead=city",
            f"?theme={theme.pk}",
        )
    }
    assert list(titles.values()) == [
        ["签订责任书silent"],
        ["签订责任书letters"],
        [],
        ["签订责任书citys"],
        ["签订责任书letters", "签订责任书silent"],
    ]


def test_each_cell_of_the_grid_leads_to_as_many_rows_as_it_counts(furnished, sign_in, world):
    from measures.queries import grid
    from tests.support.world import TODAY

    user, client = world.person("secretariat"), sign_in("secretariat")
    for row in grid(user, TODAY).rows:
        for cell in row.cells:
            assert client.get(cell.url).content.decode().count("row-link") == cell.total == 1


def test_the_bureau_issues_on_the_portal_and_is_told_how_many(commitment, sign_in, world):
    client = sign_in("secretariat")
    address = reverse("measures:commitment-issue", args=[commitment.pk])
    page = client.get(address).content.decode()
    assert "签发机关应为市委、市政府或其办公室" in page
    done = client.post(address, PAPER, follow=True).content.decode()
    assert "已向 2 个县(区)交办。" in done
    assert Matter.objects.count() == 2
    Matter.objects.filter(county=world.units["b"]).update(state="withdrawn")
    again = client.post(address, PAPER, follow=True).content.decode()
    name = world.units["a"].short_name
    assert f"已向 1 个县(区)交办。{name}已有未办结的同一事项，没有重复交办。" in again


def test_a_refused_issue_keeps_what_was_typed(commitment, sign_in, world):
    address = reverse("measures:commitment-issue", args=[commitment.pk])
    response = sign_in("secretariat").post(address, {**PAPER, "due_on": "2023-01-01"})
    body = response.content.decode()
    assert response.status_code == 422
    assert "办理时限不能早于今天。" in body
    assert 'value="分管副市长"' in body
    assert Matter.objects.count() == 0


@pytest.mark.parametrize(
    ("key", "status"), [("a_government", 403), ("city_leader", 403), ("a1_head", 404)]
)
def test_others_do_not_reach_the_issuing_page(commitment, sign_in, key, status):
    address = reverse("measures:commitment-issue", args=[commitment.pk])
    assert sign_in(key).post(address, PAPER).status_code == status
    assert Matter.objects.count() == 0


def test_the_bureau_issues_in_the_admin(commitment, sign_in):
    client = sign_in("city_staff")
    page = client.get(reverse("admin:measures_commitment_change", args=[commitment.pk]))
    address = reverse("admin:measures_commitment_do", args=[commitment.pk, "issue"])
    assert address in page.content.decode()
    assert client.post(address, PAPER).status_code == 302
    assert Matter.objects.count() == 2


@pytest.mark.parametrize(
    "model",
    ["measure", "theme", "leadinggroup", "policydocument", "reply", "commitment", "commitmenttask"],
)
def test_every_record_has_its_list_in_the_admin(furnished, sign_in, model):
    address = reverse(f"admin:measures_{model}_changelist")
    assert sign_in("secretariat").get(address).status_code == 200
    assert sign_in("a_bureau").get(address).status_code in {302, 403, 404}


def test_a_theme_is_mapped_to_a_measure_in_the_admin(furnished, sign_in, theme):
    address = reverse("admin:measures_theme_change", args=[theme.pk])
    measure = Measure.objects.get(no=1)
    data = {"title": theme.title, "measure": measure.pk, "precedence": 1}
    assert sign_in("secretariat").post(address, data).status_code == 302
    theme.refresh_from_db()
    assert theme.measure == measure
    assert "第1条" in body_of(sign_in("city_leader"), "measure-list")


def test_a_pending_document_says_so_and_demands_nothing(furnished, sign_in):
    body = body_of(sign_in("a_bureau"), "policy-document-detail", PolicyDocument.objects.get().pk)
    assert "正式文本待录入" in body
    assert "不要求配套" in body


def test_the_reply_shows_its_quotes_by_section(furnished, sign_in, reply):
    body = body_of(sign_in("a_bureau"), "reply-detail", reply.pk)
    assert "答复函 §一(二)" in body
    assert "层层签订教育教学目标责任书" in body


def test_the_quote_stands_on_the_page_of_the_commitment(furnished, sign_in, commitment):
    body = body_of(sign_in("city_leader"), "commitment-detail", commitment.pk)
    assert "「层层签订教育教学目标责任书」" in body
    assert reverse("measures:commitment-issue", args=[commitment.pk]) not in body
    assert Commitment.objects.count() == 1
