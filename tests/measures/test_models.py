"""What must be true of the texts, the posts and the promises."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from measures.enums import Comparison, GroupRank, LeadOrgan, Matching, TextState
from measures.models import (
    Commitment,
    CommitmentTask,
    GroupPost,
    LeadingGroup,
    Measure,
    MeasureVersion,
    PolicyDocument,
    Reply,
)


def sentences(record) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        record.validate_constraints()
    return caught.value.messages


@pytest.mark.django_db
class TestTexts:
    def test_there_are_ten_places_and_no_eleventh(self):
        assert sentences(Measure(no=11)) == ["十条措施的序号应在 1 到 10 之间。"]
        assert sentences(Measure(no=0)) == ["十条措施的序号应在 1 到 10 之间。"]

    def test_a_version_is_numbered_once_and_from_one(self):
        measure = Measure.objects.create(no=1)
        MeasureVersion.objects.create(measure=measure, source="x")
        assert sentences(MeasureVersion(measure=measure, source="x")) == ["这一条已有同号的版本。"]
        assert sentences(MeasureVersion(measure=measure, version=0, source="x")) == [
            "版本从 1 开始编号。"
        ]

    @pytest.mark.parametrize(
        ("state", "text", "since"),
        [
            (TextState.PENDING, "正文", None),
            (TextState.ENTERED, "", date(2021, 9, 1)),
            (TextState.ENTERED, "正文", None),
        ],
    )
    def test_an_entered_text_has_words_and_a_date(self, state, text, since):
        measure = Measure.objects.create(no=1)
        version = MeasureVersion(measure=measure, text_state=state, full_text=text, since=since)
        assert sentences(version) == ["录入正文须同时填写施行日期，并把文本状态改为“已录入”。"]

    def test_the_version_in_force_is_the_latest_that_has_begun(self):
        measure = Measure.objects.create(no=3)
        first = MeasureVersion.objects.create(measure=measure, source="x")
        second = MeasureVersion.objects.create(
            measure=measure,
            version=2,
            text_state=TextState.ENTERED,
            full_text="正文",
            since=date(2023, 1, 1),
            source="x",
        )
        for day, version in ((date(2022, 12, 31), first), (date(2023, 1, 1), second)):
            assert measure.version_on(day) == version
            assert Measure.objects.with_text_on(day).get().now_version == version.version

    def test_a_document_does_not_claim_a_text_it_lacks(self):
        document = PolicyDocument(code="d", kind="system", title="制度", source="x")
        document.text_state = TextState.ENTERED
        assert sentences(document) == [
            "录入正文后请把文本状态改为“已录入”；没有正文的不能标为已录入。"
        ]

    def test_matching_is_demanded_only_with_a_basis(self):
        document = PolicyDocument(code="d", kind="system", title="制度", source="x")
        document.matching = Matching.REQUIRED
        assert sentences(document) == ["要求县(区)配套的，请写明依据；没有依据的默认不要求。"]


class TestPosts:
    def test_a_leading_group_keeps_one_order(self, world):
        group = LeadingGroup.objects.create(area=world.units["a"], name="甲", source="x")
        same = {"group": group, "rank": GroupRank.CO_HEAD, "source": "x"}
        GroupPost.objects.create(code="one", title="书记", precedence=1, **same)
        assert sentences(GroupPost(code="two", title="县长", precedence=1, **same)) == [
            "同一领导小组内的排序号不能重复。"
        ]
        assert sentences(GroupPost(code="one", title="县长", precedence=2, **same)) == [
            "该领导小组已有同代号的职务。"
        ]

    def test_a_post_is_vacant_before_since_and_after_until(self, world):
        held = world.people["a_leader"].memberships.get()
        held.since, held.until = date(2022, 1, 1), date(2022, 12, 31)
        post = GroupPost(title="书记", holder=held)
        days = (date(2021, 12, 31), date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1))
        assert [post.holder_on(day) for day in days] == [None, held, held, None]
        assert GroupPost(title="书记").holder_on(days[1]) is None


class TestPromises:
    def test_a_proposal_is_answered_once(self, reply):
        again = Reply.objects.get(pk=reply.pk)
        again.pk, again.code = None, "again"
        again._state.adding = True
        assert sentences(again) == ["这件提案的答复函已经登记。"]

    def test_a_promise_is_quoted(self, make_commitment):
        commitment = make_commitment()
        commitment.quote = ""
        assert sentences(commitment) == ["请逐字录入答复函原文。"]

    def test_exactly_one_leads(self, world, make_commitment):
        commitment = make_commitment()
        commitment.lead_unit = world.units["city-finance"]
        words = ["牵头单位只填一项：市级单位，或者各县(区)的同类单位。"]
        assert sentences(commitment) == words
        commitment.lead_unit, commitment.lead_organ = None, ""
        assert sentences(commitment) == words

    def test_a_number_has_its_comparison_and_its_unit(self, make_commitment):
        commitment = make_commitment()
        commitment.number = 72
        assert sentences(commitment) == ["数量、比较和计量单位须同时填写或同时留空。"]

    @pytest.mark.parametrize("words", ["5月31日", "5-31", "02-30", "13-01", "00-10"])
    def test_a_yearly_date_is_a_day_of_every_year(self, make_commitment, words):
        commitment = make_commitment(due_yearly="02-28")
        commitment.due_yearly = words[:5]
        assert sentences(commitment) == ["每年时限请写成 05-31 这样的月-日。"]

    def test_only_a_range_has_an_upper_end(self, make_commitment):
        commitment = make_commitment(number=1, unit="个", comparison=Comparison.EXACT)
        commitment.number_max = 2
        assert sentences(commitment) == ["只有“范围”须填写数量上限。"]

    def test_a_county_is_handed_it_once_a_round(self, issued):
        task = issued.tasks[0]
        twin = CommitmentTask(
            commitment=task.commitment, county=task.county, round=1, matter=issued.tasks[1].matter
        )
        assert "同一承诺事项在同一县(区)每轮只交办一次。" in sentences(twin)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, ""),
            ({"number": 72, "unit": "学时", "comparison": "at_least"}, "不少于 72 学时"),
            ({"number": 4000, "unit": "万元", "comparison": "exact"}, "4,000 万元"),
            ({"number": 1, "number_max": 2, "unit": "个", "comparison": "range"}, "1—2 个"),
        ],
    )
    def test_a_number_reads_as_the_letter_says_it(self, fields, words):
        assert Commitment(**fields).number_text == words

    def test_a_date_is_yearly_or_its_own_or_unwritten(self):
        today = date(2023, 6, 1)
        yearly = Commitment(due_yearly="05-31", period="yearly")
        once = Commitment(due_on=date(2025, 12, 31), period="once")
        none = Commitment(period="continuous")
        passed = Commitment(due_on=date(2022, 12, 31), period="once")
        assert yearly.due_text == "每年5月31日前"
        assert once.due_text == "2025年12月31日"
        assert none.due_text == "长期（未写日期）"
        found = [row.next_due(today) for row in (yearly, once, none, passed)]
        assert found == [date(2024, 5, 31), date(2025, 12, 31), None, None]

    def test_an_inferred_lead_says_so(self):
        inferred = Commitment(lead_organ=LeadOrgan.GOVERNMENT)
        stated = Commitment(lead_organ=LeadOrgan.GOVERNMENT, is_lead_inferred=False)
        assert inferred.lead_text == "县(区)人民政府（推定）"
        assert stated.lead_text == "县(区)人民政府"

    def test_the_place_in_the_letter_is_its_section(self):
        assert Commitment(source="letter-156 §一(二)").place == "§一(二)"
        assert Commitment(source="letter-156 开头；另见 DOMAIN").place == "开头"
