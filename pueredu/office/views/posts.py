"""Posts, for those who give and end them without ever seeing the admin: the counties' account
managers first of all."""

from django.urls import reverse

from pueredu.kit.templatetags.formats import day
from pueredu.office.pages import DetailPage, FormPage, ListPage, RecordFormPage
from pueredu.office.post_forms import (
    AppointForm,
    NewcomerForm,
    PostChangeForm,
    PostEndForm,
    PostFilterForm,
)
from pueredu.office.resources import AccountsSheet
from pueredu.office.tables import MembershipTable, membership_state
from pueredu.units import actions
from pueredu.units.models import Membership

GIVE, KEEP = "units.add_membership", "units.change_membership"
HAND_OUT = "accounts.issue_activation_user"


def list_trail() -> list[tuple[str, str]]:
    return [("任职", reverse("units:membership-list"))]


class MembershipListView(ListPage):
    access = "units.view_membership"
    title = "任职"
    lead = "谁在哪个单位担任什么职务。权限随任职而来，随任职结束而去；历史保留。"
    model = Membership
    empty_title = "没有符合条件的任职"

    def table(self, records):
        return MembershipTable(records, today=self.today)

    def get_rows(self):
        """The posts that the person keeps; for who keeps none, those within sight."""
        user = self.request.user
        perm = KEEP if user.has_perm(KEEP) else self.access
        return Membership.objects.permitted(user, perm).with_people()

    def get_filter(self):
        return PostFilterForm(self.request.GET, user=self.request.user, today=self.today)

    def get_actions(self):
        user, found = self.request.user, []
        if user.has_perm(GIVE):
            found += [("任命", reverse("units:membership-add"), "primary")]
            if user.has_perm(HAND_OUT):
                found += [("新开账号并任职", reverse("units:newcomer-add"), "secondary")]
        sheet = AccountsSheet()
        if user.has_perm(sheet.permission):
            found += [("导入账号表格", sheet.import_url(), "secondary")]
        return found


class MembershipDetailView(DetailPage):
    access = "units.view_membership"
    model = Membership
    related = ("user", "unit", "county", "standing_deputy")

    def get_trail(self):
        return list_trail()

    def get_title(self):
        return self.record.user.name

    def get_lead(self):
        return str(self.record)

    def get_state(self):
        badge = membership_state(self.record, self.today)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        post = self.record
        return [
            ("登录名", post.user.username),
            ("单位", post.unit.name),
            ("角色", post.get_role_display()),
            ("职务", post.post_name),
            ("任职起", day(post.since)),
            ("任职止", day(post.until)),
            ("AB角", post.standing_deputy),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"actions": self.buttons(), **kwargs})

    def buttons(self) -> list[dict]:
        """What may still be done to the post by this person; never to the own one."""
        post, user = self.record, self.request.user
        if post.is_over(self.today) or post.user_id == user.pk or not user.has_perm(KEEP, post):
            return []
        change, end = (
            reverse(f"units:membership-{verb}", args=[post.pk]) for verb in ("change", "end")
        )
        return [
            {"label": "变更任职", "url": change},
            {"label": "结束任职", "url": end, "kind": "danger"},
        ]


class MembershipAddView(FormPage):
    access = GIVE
    title = "任命"
    lead = "给已有账号的同志一项职务。只能找到本地区的人员和目前没有任何职务的人员。"
    form_class = AppointForm
    submit_label = "任命"

    def get_trail(self):
        return list_trail()

    def get_form_kwargs(self):
        chosen = {name: self.request.GET.get(name, "") for name in ("unit", "office")}
        return {"by": self.request.user, "today": self.today, "initial": chosen}

    def act(self, form):
        post = form.post
        post.user = form.cleaned_data["person"]
        return actions.add_membership(post, by=self.request.user, at=self.at)

    def get_done_text(self, result):
        return f"已任命{result.user}：{result}。"


class NewcomerAddView(MembershipAddView):
    title = "新开账号并任职"
    lead = "给还没有账号的同志开一个账号，同时任职。已有账号的请用「任命」，一人一号。"
    form_class = NewcomerForm
    submit_label = "开账号并任职"

    def may_enter(self):
        return super().may_enter() and self.request.user.has_perm(HAND_OUT)

    def act(self, form):
        return actions.add_newcomer(form.post, by=self.request.user, at=self.at, user=form.user)

    def get_done_text(self, result):
        return f"{super().get_done_text(result)}请给本人发放启用码。"

    def get_success_url(self, result):
        return reverse("accounts:user-issue-activation", args=[result.user.pk])


class MembershipKeepPage(RecordFormPage):
    """A form about a post that is held."""

    access = KEEP
    model = Membership
    related = ("user", "unit", "standing_deputy")

    def get_trail(self):
        return [*list_trail(), (self.record.user.name, self.record.get_absolute_url())]

    def get_lead(self):
        return f"{self.record}。{self.lead}"


class MembershipChangeView(MembershipKeepPage):
    title = "变更任职"
    lead = "换人、换单位、换角色的，请结束原任职，再另行任命。"
    form_class = PostChangeForm

    def get_form_kwargs(self):
        return {"post": self.record, "today": self.today}

    def act(self, form):
        who = {"by": self.request.user, "at": self.at}
        return actions.change_membership(self.record, **who, **form.cleaned_data)


class MembershipEndView(MembershipKeepPage):
    title = "结束任职"
    lead = "以此职务办过的事项都保留；未办完的留给接任的同志。"
    form_class = PostEndForm
    submit_label = "结束任职"
    done_text = "已结束任职。"

    def act(self, form):
        who = {"by": self.request.user, "at": self.at}
        return actions.end_membership(self.record, **who, **form.cleaned_data)
