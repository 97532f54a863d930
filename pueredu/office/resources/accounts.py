"""Accounts with their first posts as a table: columns, checks and keys on one page."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from import_export import fields, resources, widgets

from pueredu.accounts.models import User
from pueredu.kit.errors import Refused
from pueredu.kit.templatetags.formats import moment
from pueredu.office.account_acts import issue_activations
from pueredu.office.actions import import_accounts
from pueredu.office.post_forms import offices
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from pueredu.units.queries import appointable, openings
from pueredu.workbooks.checks import Check
from pueredu.workbooks.kinds import Context, SheetKind, register
from pueredu.workbooks.messages import Level
from pueredu.workbooks.models import ImportedRecord


class AccountsResource(resources.Resource):
    username = fields.Field("username", column_name="登录名")
    name = fields.Field("name", column_name="姓名")
    phone = fields.Field("phone", column_name="联系电话")
    unit = fields.Field("unit", column_name="单位")
    office = fields.Field("office", column_name="角色")
    title = fields.Field("title", column_name="职务名称")
    since = fields.Field("since", column_name="任职起", widget=widgets.DateWidget())

    class Meta:
        import_id_fields = ("username", "unit", "office")

    class SheetMeta:
        title = "账号与任职"
        version = "1"
        required = ("username", "name", "unit", "office")
        codes = ("username", "phone")
        aliases = {"unit": ("学校", "任职单位"), "phone": ("电话", "手机号")}
        help = {
            "username": "建议用拼音加数字，全市不重复；不要用身份证号",
            "unit": "从下拉列表中选择",
            "office": "角色决定权限",
            "title": "如“办公室经办人”“副校长”；不填时按角色显示",
            "since": "不填按导入当日；不能晚于今天",
        }


@register
class AccountsSheet(SheetKind):
    """New people get an account without a password and a post, known ones the post alone. Whoever
    has two posts stands in two rows."""

    key = "office.accounts"
    label = "账号"
    resource = AccountsResource
    permission = "accounts.import_user"
    advice = "一行一人一职；兼任两职的写两行。导入后生成启用码表，交给本人自己设置密码。"
    next_label = "查看任职"
    handout_label = "生成启用码表"
    most_rows = 1_000
    can_be_undone = False

    matched = """
        SELECT s.*, u.id AS user_id, u.name AS user_name, u.id = %(me)s AS is_oneself,
               u.id = ANY(%(known)s) AS is_appointable, o.role, o.kind,
               (%(units)s::jsonb ->> s.unit)::bigint AS unit_id,
               first_value(s.name) OVER (PARTITION BY s.username ORDER BY s.row_no) AS first_name,
               EXISTS (SELECT FROM units_membership m
                       WHERE m.user_id = u.id AND m.role = o.role AND m.kind = o.kind
                         AND m.unit_id = (%(units)s::jsonb ->> s.unit)::bigint
                         AND (m.until IS NULL OR m.until >= %(today)s)) AS is_held
        FROM sheet s
        LEFT JOIN accounts_user u USING (username)
        LEFT JOIN jsonb_to_recordset(%(offices)s::jsonb) AS o(office text, role text, kind text)
               USING (office)
    """
    identity = ("username", "unit_id", "office")
    known = "user_id IS NOT NULL"
    same = "is_held"
    checks = (
        Check(
            "username !~ '^[[:alnum:]_.@+-]{1,40}$'",
            "username",
            "「登录名」只能用字母、数字和 . _ - + @，不超过 40 字",
        ),
        Check("username ~ '^[0-9]{17}[0-9Xx]$'", "username", "「登录名」像是身份证号，请换一个"),
        Check("length(name) > 40", "name", "「姓名」超过 40 字"),
        Check("length(title) > 60", "title", "「职务名称」超过 60 字"),
        Check("phone !~ '^[0-9+ -]{5,20}$'", "phone", "「联系电话」应为电话号码"),
        Check("is_oneself", "username", "不能给自己任职，请由其他有权限的同志办理"),
        Check(
            "user_id IS NOT NULL AND NOT is_appointable AND NOT is_held",
            "username",
            "登录名“{username}”已有人使用，请换一个",
        ),
        Check(
            "is_appointable AND user_name <> name",
            "name",
            "登录名“{username}”是另一个姓名的账号，请核对登录名和姓名",
        ),
        Check(
            "first_name <> name", "name", "登录名“{username}”在表中有不同的姓名，一个账号只属于一人"
        ),
        Check("since > %(today)s", "since", "「任职起」不能晚于今天，到任时再导入"),
        Check(
            "user_id IS NOT NULL AND phone IS NOT NULL",
            "phone",
            "已有账号，表中的联系电话不写入，由本人在“我的账号”中更改",
            Level.WARNING,
        ),
    )

    def places(self, user: User) -> Iterable[Unit]:
        units = Unit.objects.permitted(user, self.permission).filter(kind=UnitKind.COUNTY)
        return units.select_related("area").order_by("precedence", "code")

    def choices(self, context: Context) -> Mapping[str, list[str]]:
        return {
            "unit": list(_units(context)),
            "office": [label for label, _, _ in _offices(context)],
        }

    def words(self, context: Context) -> Mapping[str, object]:
        people = appointable(context.by, _today(context.at))
        names = ("office", "role", "kind")
        return {
            "me": context.by.pk,
            "known": list(people.values_list("pk", flat=True)),
            "units": json.dumps(_units(context)),
            "offices": json.dumps(
                [dict(zip(names, one, strict=True)) for one in _offices(context)]
            ),
            "today": _today(context.at),
        }

    def write(self, job, *, by, at) -> dict[str, object]:
        return import_accounts(job.pk, by=by, at=at)

    @transaction.atomic
    def handout(self, job, *, by, at) -> tuple[list[str], list[list[str]]]:
        """New activation codes for those of this import who have not set their password."""
        added = ImportedRecord.objects.filter(job=job).values("record_id")
        people = User.objects.filter(pk__in=added).order_by("name_key", "id")
        waiting = [user for user in people if not user.has_usable_password()]
        if not waiting:
            raise Refused("本次导入的账号都已启用，不用再发启用码。")
        codes = issue_activations(waiting, by=by, at=at)
        return ["姓名", "登录名", "启用码", "有效期至"], [
            [user.name, user.username, user.activation_code, moment(user.activation_ends_at)]
            for user in codes
        ]

    def next_url(self, job) -> str:
        return reverse("units:membership-list")

    def outcome_text(self, job) -> str:
        done = f"已开账号 {job.outcome['accounts']} 个，任职 {job.outcome['added']} 项。"
        return f"{done}启用码每生成一次，此前没有使用的即作废；表格请只交给本人。"


def _units(context: Context) -> dict[str, int]:
    """The schools by the names in the list: with the code where two bear one name."""
    rows = list(openings(context.by, _today(context.at)).units.order_by("name_key", "code"))
    names = [unit.name for unit in rows]
    return {
        f"{unit.name}（{unit.code}）" if names.count(unit.name) > 1 else unit.name: unit.pk
        for unit in rows
    }


def _offices(context: Context) -> list[tuple[str, str, str]]:
    """Label, role and kind of the posts that the person may give."""
    choices = offices(openings(context.by, _today(context.at)).roles)
    return [(label, *value.partition(":")[::2]) for value, label in choices]


def _today(at: datetime):
    return timezone.localtime(at).date()
