"""Kinds and levels of studio, states and verbs of studio and activity."""

from django.db.models import TextChoices


class StudioKind(TextChoices):
    PRINCIPAL = "principal", "名校长工作室"
    CLASS_TEACHER = "class_teacher", "名班主任工作室"
    TEACHER = "teacher", "名教师工作室"
    FIRST_RANK_PRINCIPAL = "first_rank_principal", "一级校长工作室"


class StudioLevel(TextChoices):
    CITY = "city", "市级"
    COUNTY = "county", "县(区)级"
    SCHOOL = "school", "校级"


class StudioState(TextChoices):
    PROPOSED = "proposed", "待命名"
    NAMED = "named", "已命名"
    DECLINED = "declined", "未予命名"
    REVOKED = "revoked", "已撤销"
    EXPIRED = "expired", "周期已满"


class StudioTransition(TextChoices):
    NAME = "name", "命名授牌"
    DECLINE = "decline", "不予命名"
    APPOINT_HOST = "appoint_host", "更换主持人"
    REVOKE = "revoke", "撤销"
    EXPIRE = "expire", "周期届满"


class MemberKind(TextChoices):
    HOST = "host", "主持人"
    MEMBER = "member", "成员"
    FOLLOWER = "follower", "网络学员"


class ActivityState(TextChoices):
    DRAFT = "draft", "待确认"
    CONFIRMED = "confirmed", "已确认"
    CANCELLED = "cancelled", "已取消"


class ActivityTransition(TextChoices):
    CONFIRM = "confirm", "确认活动"
    CANCEL = "cancel", "取消活动"
