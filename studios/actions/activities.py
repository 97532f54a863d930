"""An activity: entered once with its attendance, then confirmed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.files.actions import store_file
from pueredu.kit.errors import Incomplete, Refused
from pueredu.kit.pinyin import pinyin_key
from pueredu.notices.acts import acting
from studios.enums import ActivityState, StudioState
from studios.enums import ActivityTransition as T
from studios.models import Activity, Attendance, StudioMember


@dataclass(frozen=True)
class Guest:
    """Somebody who came without belonging to the studio; training finds them by their code."""

    learner_code: str
    name: str


@dataclass(frozen=True)
class Record:
    """Who was there: the roster as it was shown, who of it was present, and guests."""

    roster: Sequence[StudioMember]
    present: frozenset[str] = frozenset()
    guests: Sequence[Guest] = field(default=())


def record_activity(
    activity: Activity,
    *,
    by: User | None,
    at: datetime,
    record: Record,
    uploads: Iterable[UploadedFile] = (),
) -> Activity:
    """Enter an unsaved activity with its attendance as a draft. Raises Refused when the studio is
    not named, or when the same activity stands already (a double click makes one)."""
    activity.county, activity.school = activity.studio.county, activity.studio.school
    with acting("add", activity, by=by, at=at) as activity:
        if activity.studio.state != StudioState.NAMED:
            raise Refused("工作室未命名或已结束，不能登记活动。")
        _require_new(activity)
        activity.save()
        _enter(activity, record)
        _attach(activity, uploads, by=by, at=at)
    return activity


def change_activity(
    activity: Activity,
    *,
    by: User | None,
    at: datetime,
    record: Record,
    words: dict,
    uploads: Iterable[UploadedFile] = (),
) -> Activity:
    """Correct a draft: ``words`` are its fields, the attendance is entered anew, files are added.
    Raises Refused once it is confirmed or cancelled."""
    with acting("change", activity, by=by, at=at) as activity:
        if activity.state != ActivityState.DRAFT:
            raise Refused("已确认或已取消的活动不能再修改。")
        for name, word in words.items():
            setattr(activity, name, word)
        _require_new(activity)
        _enter(activity, record)
        _attach(activity, uploads, by=by, at=at)
    return activity


def confirm_activity(activity: Activity, *, by: User, at: datetime) -> Activity:
    """Stand for the attendance. From now on training may recognise it, and nobody changes it.

    The attendances get their final ids here, one confirmation after another, so that a reader who
    remembers the last id it saw (``queries.attendances_to_recognise``) misses none that was drafted
    early and confirmed late. Raises Refused before the day, Incomplete without anybody present.
    """
    with acting(T.CONFIRM, activity, by=by, at=at) as activity:
        if activity.held_on > timezone.localtime(at).date():
            raise Refused("活动还没有举行，举行以后再确认。")
        if not activity.attendances.present().exists():
            raise Incomplete("没有人到场，请核对参加人员；活动未举行的请办理取消。")
        activity.confirmed_by, activity.confirmed_at = by, at
        _number_anew(activity)
    return activity


def cancel_activity(activity: Activity, *, by: User, at: datetime, text: str) -> Activity:
    """Say that a drafted activity did not take place, and why."""
    if not text.strip():
        raise Incomplete("请写明理由。")
    with acting(T.CANCEL, activity, by=by, at=at, reason=text) as activity:
        pass
    return activity


def _require_new(activity: Activity) -> None:
    same = Activity.objects.filter(
        studio=activity.studio, held_on=activity.held_on, title=activity.title
    ).exclude(state=ActivityState.CANCELLED)
    if same.exclude(pk=activity.pk).exists():
        raise Refused("这次活动已经登记过（同一天、同一名称），无需重复填写。")


def _enter(activity: Activity, record: Record) -> None:
    codes = [member.learner_code for member in record.roster]
    codes += [guest.learner_code for guest in record.guests]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise Refused(f"教师编号重复：{'、'.join(twice)}。")
    activity.attendances.all().delete()
    Attendance.objects.bulk_create(
        [_of_member(activity, member, record) for member in record.roster]
        + [_of_guest(activity, guest) for guest in record.guests]
    )


def _of_member(activity: Activity, member: StudioMember, record: Record) -> Attendance:
    return Attendance(
        activity=activity,
        name=member.name,
        name_key=member.name_key,
        learner_code=member.learner_code,
        school=member.school,
        county_id=member.school.area_id,
        hours=activity.hours,
        is_present=member.learner_code in record.present,
    )


def _of_guest(activity: Activity, guest: Guest) -> Attendance:
    return Attendance(
        activity=activity,
        name=guest.name,
        name_key=pinyin_key(guest.name)[:120],
        learner_code=guest.learner_code,
        county_id=activity.county_id,
        hours=activity.hours,
        is_guest=True,
    )


def _attach(activity: Activity, uploads: Iterable[UploadedFile], *, by, at) -> None:
    for upload in uploads:
        stored = store_file(upload, by=by, at=at, owner_label="studios.activity")
        activity.attachments.add(stored)


def _number_anew(activity: Activity) -> None:
    """Give the attendances new ids while no other confirmation does: the lock ends at commit, so
    ids become visible in their order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('studios.confirm_activity'))")
    rows = list(activity.attendances.order_by("id"))
    activity.attendances.all().delete()
    for row in rows:
        row.pk = None
        row._state.adding = True
        row.hours = activity.hours
    Attendance.objects.bulk_create(rows)
