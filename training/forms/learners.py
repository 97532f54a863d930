"""What is recorded of a learner by date: a transfer, leave, return, retirement, departure."""

from django import forms

from training.enums import DepartureReason, LearnerStatus, PlacementReason
from training.forms.places import PlaceField, places_for
from training.forms.rosters import DATE
from training.models import Learner
from training.queries import by_code

ENTRIES = (PlacementReason.FIRST, PlacementReason.RETURNED)
MOVES = [row for row in PlacementReason.choices if row[0] not in ENTRIES]
RETURNS = [
    (row.value, row.label) for row in (PlacementReason.RETURNED, PlacementReason.RECRUITMENT)
]


class TransferForm(forms.Form):
    """``user`` narrows the places to those to which this person may move somebody."""

    school = PlaceField(label="新单位", help_text="输入单位名称的一部分或单位代码，从列表中选择。")
    since = forms.DateField(
        label="调动日期", widget=DATE, help_text="到新单位的第一天；前一天为原单位的最后一天。"
    )
    reason = forms.ChoiceField(label="事由", choices=[("", "请选择"), *MOVES])

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].offer(places_for(user, "training.transfer_learner"))


class MergeForm(forms.Form):
    """``into`` is typed as a code; ``user`` narrows whose records it may name."""

    into = forms.CharField(label="保留的教师编号", max_length=40)
    reason = forms.CharField(label="理由", max_length=200, help_text="例如：换发编号后重复登记。")
    is_same_person = forms.BooleanField(label="已核对，两条登记是同一个人")
    is_overlap_known = forms.BooleanField(
        label="两条登记都已认定的活动只计一次", required=False,
        help_text="只在有这样的活动时需要勾选；保留的登记的学时不变，另一条的作冲销。",
    )  # fmt: skip

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_into(self):
        rows = Learner.objects.select_related("school")
        if self.user is not None:
            rows = rows.permitted(self.user, "training.merge_learner")
        if found := by_code(rows, self.cleaned_data["into"].strip()):
            return found
        raise forms.ValidationError("没有这个教师编号，或不在您管理的范围内。")

    def clean(self):
        data = super().clean()
        data.pop("is_same_person", None)
        return data


class StatusForm(forms.Form):
    on = forms.DateField(label="日期", widget=DATE, help_text="新状态的第一天。")
    reason = forms.CharField(
        label="说明", max_length=200, required=False, help_text="例如批准文件；教师本人能看到。"
    )


class DepartForm(StatusForm):
    why = forms.ChoiceField(label="去向", choices=[("", "请选择"), *DepartureReason.choices])

    field_order = ("why", "on", "reason")


class ResumeForm(StatusForm):
    """Of a ``learner`` only what applies: the decision on a leave, or the place of who comes anew."""

    authority = forms.CharField(
        label="离岗的批准单位和文号", max_length=120, required=False,
        help_text="填写后，离岗期间（按整月计）不作学时要求，同时登记为学时要求调整；没有文件的留空。",
    )  # fmt: skip
    decided_on = forms.DateField(label="批准日期", widget=DATE, required=False)
    school = PlaceField(
        label="回到的单位", required=False,
        help_text="只在调出、离职后返回时填写：单位名称的一部分或单位代码；不填为原单位。",
    )  # fmt: skip
    arrival = forms.ChoiceField(label="返回的方式", required=False, choices=RETURNS)

    def __init__(self, *args, user=None, learner=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].offer(places_for(user, "training.resume_learner"))
        if learner is not None:
            is_anew = learner.status == LearnerStatus.DEPARTED
            for name in ("authority", "decided_on") if is_anew else ("school", "arrival"):
                del self.fields[name]

    def clean(self):
        data = super().clean()
        if bool(data.get("authority")) != bool(data.get("decided_on")):
            self.add_error("decided_on", "批准单位和文号与批准日期请一并填写，或都留空。")
        return data
