"""Two records of one person: the list of likely ones, and both side by side."""

from django.urls import reverse

from pueredu.kit.templatetags.formats import day, number
from pueredu.office.forms import CountyFilterForm
from pueredu.office.pages import ListPage
from training import actions, queries
from training.enums import LearnerTransition as T
from training.forms import MergeForm
from training.models import Learner
from training.tables import DuplicateTable, SidesTable
from training.views.register import LearnerMovePage


class DuplicateListView(ListPage):
    access = "training.merge_learner"
    title = "疑似重复登记"
    lead = "同名且同单位，或同名同学科且在同一县(区)。是不是同一个人，请与学校核对后再合并。"
    model = Learner
    filter_form = CountyFilterForm
    empty_title = "没有疑似重复的登记"

    def get_trail(self):
        return [("学员学时", reverse("training:learner-list"))]

    def get_rows(self):
        own = Learner.objects.permitted(self.request.user, self.access)
        return queries.likely_duplicates(own).select_related("school")

    def table(self, rows):
        """Both of each pair that are the reader's to keep."""
        own = Learner.objects.permitted(self.request.user, self.access)
        twins = own.select_related("school").in_bulk([row.twin_id for row in rows])
        for row in rows:
            row.twin = twins.get(row.twin_id)
        return DuplicateTable([row for row in rows if row.twin])


class LearnerMergeView(LearnerMovePage):
    access = "training.merge_learner"
    verb = T.MERGE
    action = actions.merge_learner
    form_class = MergeForm
    submit_kind = "danger"
    template_name = "training/learner_merge.html"
    effect = (
        "这一条登记并入保留的登记：学时、证书、要求调整、分组和账号都归保留的登记；"
        "同一活动只计一次；原编号仍能查到，导入和工作室出勤按保留的登记计。不能撤回。"
    )

    def get_form_kwargs(self) -> dict:
        return {"user": self.request.user, "initial": {"into": self.request.GET.get("into", "")}}

    def get_success_url(self, result) -> str:
        return result.merged_into.get_absolute_url()

    def get_context_data(self, **kwargs):
        own = Learner.objects.permitted(self.request.user, self.access).select_related("school")
        code = self.request.GET.get("into", "") or self.request.POST.get("into", "")
        kept = queries.by_code(own, code.replace("\0", "").strip())
        context = {"told": "教师本人和保留登记的单位"}
        if kept and kept != self.record:
            context |= _compared(self.record, kept)
        return super().get_context_data(**{**context, **kwargs})


def _compared(goes: Learner, kept: Learner) -> dict:
    both = queries.recognised_of_both(goes, kept)
    rows = zip(_words(kept), _words(goes), strict=True)
    swapped = f"{reverse('training:learner-merge', args=[kept.pk])}?into={goes.code}"
    words = f"有 {len(both)} 次活动两条登记都已认定：{'、'.join(both[:5])}。合并后只计一次。"
    return {
        "sides": SidesTable([(label, one, other) for (label, one), (_, other) in rows]),
        "swapped_url": swapped,
        **({"warning": words} if both else {}),
    }


def _words(learner: Learner) -> list[tuple[str, str]]:
    side = queries.side_of(learner)
    return [
        ("教师编号", learner.code),
        ("姓名", learner.name),
        ("任教单位", learner.school.name),
        ("学段学科", f"{learner.get_stage_display()}{learner.subject}"),
        ("状态", learner.get_status_display()),
        ("最早任教", day(side["since"]) if side["since"] else "没有登记"),
        ("账号", "有" if learner.user_id else "没有"),
        ("学时明细", f"{side['lines']} 条，其中未认定 {side['open']} 条"),
        ("已认定学时合计", number(side["hours"])),
    ]
