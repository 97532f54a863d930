"""Tables of the floor's own records."""

from django.urls import reverse

from pueredu.kit.tables import Badge, Column, Table
from pueredu.kit.templatetags.formats import day_short, moment, number
from pueredu.loop.enums import Lamp, MatterState
from pueredu.loop.lamps import LampRule
from pueredu.workbooks.enums import ImportState
from pueredu.workbooks.kinds import kind_for

LAMP_TONES = {
    Lamp.GREEN: "ok",
    Lamp.BLUE: "info",
    Lamp.YELLOW: "warn",
    Lamp.RED: "danger",
    Lamp.DONE: "ok",
    Lamp.NONE: "neutral",
}
STATE_TONES = {
    MatterState.DRAFT: "neutral",
    MatterState.ISSUED: "warn",
    MatterState.RECEIVED: "info",
    MatterState.SUBMITTED: "info",
    MatterState.CLOSED: "ok",
    MatterState.WITHDRAWN: "neutral",
}
JOB_TONES = {
    ImportState.UPLOADED: "info",
    ImportState.CHECKED: "info",
    ImportState.APPLIED: "ok",
    ImportState.FAILED: "danger",
    ImportState.CANCELLED: "neutral",
    ImportState.UNDONE: "neutral",
}


def matter_state(matter) -> Badge:
    """The state of a Matter in the words of its kind."""
    return Badge(matter.state_label, STATE_TONES[matter.state])


class MatterTable(Table):
    """Matters with their lamps; the thresholds are read once for the whole table."""

    def __init__(self, records, *, today):
        rule = LampRule.on(today)

        def lamp(matter) -> Badge:
            found = rule.lamp(matter)
            return Badge(found.label, LAMP_TONES[found])

        super().__init__(
            records,
            (
                Column("事项", "title"),
                Column("县(区)", "county.short_name"),
                Column("牵头单位", "lead_unit.short_name"),
                Column("时限", lambda matter: day_short(matter.due_on)),
                Column("亮灯", lamp),
                Column("状态", matter_state),
            ),
        )


def membership_state(membership, today) -> Badge:
    """Whether a post is held today; one taken back on its first day never was."""
    if membership.is_over(membership.since):
        return Badge("当日收回", "neutral")
    if membership.is_over(today):
        return Badge("已结束", "neutral")
    return Badge("未到任", "info") if membership.since > today else Badge("在任", "ok")


class MembershipTable(Table):
    def __init__(self, records, *, today):
        super().__init__(
            records,
            (
                Column("人员", "user.name"),
                Column("单位", "unit.short_name"),
                Column("职务", "post_name"),
                Column("任职起", lambda post: day_short(post.since)),
                Column("任职止", lambda post: day_short(post.until) if post.until else ""),
                Column("AB角", lambda post: post.standing_deputy or ""),
                Column("状态", lambda post: membership_state(post, today)),
            ),
        )


class MessageTable(Table):
    columns = (
        Column("消息", "title"),
        Column("为何通知您", "reason"),
        Column("时间", lambda message: moment(message.created_at)),
        Column("状态", lambda message: "已读" if message.read_at else Badge("未读", "info")),
    )

    def link(self, record) -> str:
        return reverse("office:message-open", args=[record.pk])


class AccountTable(Table):
    """People with their posts in force (``posts_now``), to hand out activation codes."""

    columns = (
        Column("姓名", "name"),
        Column("登录名", "username"),
        Column("任职", lambda user: "；".join(map(str, user.posts_now)) or "无"),
        Column("账号状态", "standing"),
    )

    def link(self, record) -> str:
        return reverse("accounts:user-issue-activation", args=[record.pk])


class UnusedTable(AccountTable):
    """Accounts to be tidied up, in the order of their names: no ranking."""

    columns = (
        *AccountTable.columns,
        Column("上次登录", lambda user: day_short(user.last_login) if user.last_login else "从未"),
    )

    def link(self, record) -> str:
        return reverse("admin:accounts_user_change", args=[record.pk])


class ImportJobTable(Table):
    columns = (
        Column("文件", "file.name"),
        Column("表格", lambda job: kind_for(job.kind).label),
        Column("单位", "unit.short_name"),
        Column("上传时间", lambda job: moment(job.uploaded_at)),
        Column("读取行数", lambda job: number(job.counts.get("read", 0)), numeric=True),
        Column("状态", lambda job: Badge(job.get_state_display(), JOB_TONES[job.state])),
    )

    def link(self, record) -> str:
        return record.get_absolute_url()
