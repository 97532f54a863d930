"""Leading groups with their posts, and the register of policy documents."""

from django.db.models import Count, Q

from measures.forms import DocumentFilterForm
from measures.models import GroupPost, LeadingGroup, PolicyDocument
from measures.tables import (
    DocumentTable,
    GroupTable,
    PostTable,
    matching,
    source_text,
    text_state,
    vacancies,
)
from measures.views.overview import OVERVIEW, trail
from pueredu.kit.templatetags.formats import day
from pueredu.office.pages import DetailPage, ListPage

GROUPS = ("领导小组", "measures:leading-group-list")
DOCUMENTS = ("政策文件", "measures:policy-document-list")


class LeadingGroupListView(ListPage):
    access = "measures.view_leading_group"
    title = "教育工作领导小组"
    lead = "市级领导小组与各县(区)领导小组，党委、政府主要领导任双组长。"
    model = LeadingGroup
    table = GroupTable
    empty_title = "还没有登记领导小组"

    def get_trail(self):
        return trail(OVERVIEW)

    def get_rows(self):
        day = self.today
        filled = Q(posts__holder__since__lte=day) & (
            Q(posts__holder__until=None) | Q(posts__holder__until__gte=day)
        )
        rows = super().get_rows().in_official_order()
        return rows.annotate(
            posts_n=Count("posts"), vacant_n=Count("posts") - Count("posts", filter=filled)
        )


class LeadingGroupDetailView(DetailPage):
    access = "measures.view_leading_group"
    model = LeadingGroup
    related = ("area", "secretariat")

    def get_trail(self):
        return trail(OVERVIEW, GROUPS)

    def get_state(self):
        badge = vacancies(sum(post.holder_on(self.today) is None for post in self.posts))
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        return [
            ("地区", self.record.area.name),
            ("秘书组", self.record.secretariat.name if self.record.secretariat else ""),
            ("来源", source_text(self.record.source)),
        ]

    def get_context_data(self, **kwargs):
        rows = GroupPost.objects.visible_to(self.request.user).filter(group=self.record)
        self.posts = list(rows.select_related("unit", "holder__user").order_by("precedence"))
        table = PostTable(self.posts, today=self.today)
        sections = [{"title": "职务（按规定次序）", "table": table}]
        return super().get_context_data(**{"sections": sections, **kwargs})


class PolicyDocumentListView(ListPage):
    access = "measures.view_policy_document"
    title = "政策文件"
    lead = "制度、办法和其他文件的登记簿。县(区)配套默认不要求，只有写明依据的才要求。"
    model = PolicyDocument
    table = DocumentTable
    filter_form = DocumentFilterForm
    empty_title = "没有符合条件的文件"

    def get_trail(self):
        return trail(OVERVIEW)


class PolicyDocumentDetailView(DetailPage):
    access = "measures.view_policy_document"
    model = PolicyDocument

    def get_trail(self):
        return trail(OVERVIEW, DOCUMENTS)

    def get_state(self):
        badge = text_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        record = self.record
        return [
            ("类别", record.get_kind_display()),
            ("发文字号", record.document_number),
            ("印发日期", day(record.issued_on)),
            ("县(区)配套", matching(record).label),
            ("配套依据", source_text(record.matching_reason)),
            ("来源", source_text(record.source)),
            ("说明", source_text(record.note)),
        ]

    def get_context_data(self, **kwargs):
        text = self.record.text or self.record.get_text_state_display()
        sections = [{"title": "正文", "text": text}]
        return super().get_context_data(**{"sections": sections, **kwargs})
