"""The roll on the phone: everybody is ticked, the absent are unticked."""

from django.urls import reverse
from django.utils.functional import cached_property

from training import actions, queries
from training.enums import EnrolmentState
from training.forms import RollForm
from training.models import Enrolment
from training.views.enrolments import SessionFormPage


class RollCallView(SessionFormPage):
    """One slot: ``?slot=2023-06-20am``, else the first that was not called."""

    access = "training.add_roll_call"
    form_class = RollForm
    submit_label = "保存签到"
    template_name = "training/roll_form.html"

    def get_title(self) -> str:
        return f"签到：{self.slot.label}"

    def get_lead(self) -> str:
        return "默认全部到场，去掉未到的人即可；保存后可以再改。"

    @cached_property
    def called(self) -> dict[str, set[int]]:
        return queries.called_slots(self.record)

    @cached_property
    def slots(self) -> list:
        return queries.slots_of(self.record)

    @cached_property
    def slot(self):
        wanted = self.request.GET.get("slot", "")
        chosen = [row for row in self.slots if row.key == wanted]
        left = [row for row in self.slots if row.key not in self.called]
        return (chosen or left or self.slots)[0]

    @cached_property
    def rows(self) -> list[Enrolment]:
        mine = Enrolment.objects.visible_to(self.request.user).filter(session=self.record)
        rows = mine.filter(state=EnrolmentState.ENROLLED).select_related("learner", "county")
        return list(rows.order_by("county__precedence", "learner__name_key", "id"))

    def get_form_kwargs(self):
        groups = {}
        for row in self.rows:
            groups.setdefault(row.county_id, (row.county, []))[1].append(row.learner)
        away = self.called.get(self.slot.key, set())
        ticked = {row.learner_id for row in self.rows if row.pk not in away}
        return {"roster": list(groups.values()), "ticked": ticked}

    def act(self, form):
        present = set(form.cleaned_data["present"])
        words = {"by": self.request.user, "at": self.at}
        return actions.call_roll(self.record, self.slot, present, **words)

    def get_done_text(self, result) -> str:
        return f"{self.slot.label}已签到，缺勤 {result.absent.count()} 人。"

    def get_success_url(self, result) -> str:
        return reverse("training:training-session-roll", args=[self.record.pk])

    def get_context_data(self, **kwargs):
        links = [
            (
                f"{row.label}{'（已签）' if row.key in self.called else ''}",
                f"?slot={row.key}",
                row == self.slot,
            )
            for row in self.slots
        ]
        context = {
            "slot_links": links,
            "groups": list(kwargs["form"].groups()),
            "nobody": "这个班次没有已录取的人员。",
            "actions": [],
        }
        return super().get_context_data(**{**context, **kwargs})
