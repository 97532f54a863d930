"""What moves a learner: transfer, leave, return, retirement, departure; each on its own page."""

from pueredu.kit.templatetags.formats import day
from pueredu.office.pages import TransitionPage
from training import actions
from training.enums import LearnerStatus
from training.enums import LearnerTransition as T
from training.forms import DepartForm, ResumeForm, StatusForm, TransferForm
from training.models import Learner


class LearnerMovePage(TransitionPage):
    model = Learner
    related = ("school", "county")
    submit_kind = "secondary"

    def get_facts(self):
        stay = self.record.placements.current().first()
        now = self.record.periods.current().first()
        return [
            ("学员", f"{self.record.name}（{self.record.code}）"),
            ("现任教单位", f"{self.record.school.name}{_since(stay)}"),
            ("现在的状态", f"{self.record.get_status_display()}{_since(now)}"),
        ]


def _since(row) -> str:
    return f"，{day(row.since)}起" if row else ""


class LearnerTransferView(LearnerMovePage):
    access = "training.transfer_learner"
    verb = T.TRANSFER
    action = actions.transfer_learner
    form_class = TransferForm
    submit_kind = "primary"
    effect = (
        "已认定和已申报的学时留在原单位；本年度合计随人走，新单位的名册从现在起有此人。"
        "待申报和公示中的名单不变。"
    )

    def get_form_kwargs(self) -> dict:
        return {"user": self.request.user}

    def get_context_data(self, **kwargs):
        told = "教师本人、新单位和原单位的申报人员"
        return super().get_context_data(**{"told": told, **kwargs})


class LearnerLeaveView(LearnerMovePage):
    access = "training.leave_learner"
    verb = T.LEAVE
    action = actions.leave_learner
    form_class = StatusForm
    effect = (
        "不再出现在名册中，离岗期间不作年度学时要求；已有学时不变。"
        "返岗后按全年要求计算，离岗的月份凭批准文件在返岗时一并减免。"
    )


class LearnerResumeView(LearnerMovePage):
    access = "training.resume_learner"
    verb = T.RESUME
    action = actions.resume_learner
    form_class = ResumeForm
    effect = "重新出现在名册中，年度学时要求重新适用；填写离岗批准文件的，离岗月份从要求中减去。"
    effect_anew = (
        "重新出现在名册中，本年度学时要求从返回的月份起计算；已有学时、台账和原任教经历不变。"
    )

    def get_form_kwargs(self) -> dict:
        return {"user": self.request.user, "learner": self.record}

    def get_context_data(self, **kwargs):
        if self.record.status == LearnerStatus.DEPARTED:
            kwargs.setdefault("effect", self.effect_anew)
        return super().get_context_data(**kwargs)


class LearnerRetireView(LearnerMovePage):
    access = "training.retire_learner"
    verb = T.RETIRE
    action = actions.retire_learner
    form_class = StatusForm
    effect = (
        "不再出现在名册中，从退休起不作年度学时要求，本年度不计入达标统计；"
        "登记、学时和台账全部保留。退休之后日期的学时会提示审核人核对。"
    )


class LearnerDepartView(LearnerMovePage):
    access = "training.depart_learner"
    verb = T.DEPART
    action = actions.depart_learner
    form_class = DepartForm
    effect = (
        "不再出现在名册中，从这一天起不作年度学时要求，本年度不计入达标统计；登记、学时和台账全部保留。"
        "在本市范围内换单位请办理调动；以后返回的（包括招引），办理返岗。"
    )
