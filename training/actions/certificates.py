"""A certificate from the teacher to the school, and from there into the chain."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.files.actions import store_file
from pueredu.files.models import Attachment
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from training.actions.batches import add_hours_batch
from training.actions.claims import Activity, Attended, check_activity, claim
from training.actions.counts import count
from training.actions.handing_back import certificate_due
from training.enums import BatchSource
from training.enums import BatchState as S
from training.enums import CertificateTransition as T
from training.models import Certificate, HoursBatch, HoursClaim, Placement
from training.queries import filing_school, year_of

OWNER = "training.certificate"


def add_certificate(
    certificate: Certificate, *, by: User, at: datetime, uploads: Iterable[UploadedFile]
) -> Certificate:
    """Send a certificate with its picture to the own school. Raises Incomplete without a picture,
    Refused for a day to come and for what no rule counts."""
    learner = certificate.learner
    certificate.school_id, certificate.county_id = learner.school_id, learner.county_id
    certificate.submitted_at = at
    certificate.due_on = certificate_due(at)
    check_activity(_activity(certificate), _day(at))
    with acting("add", certificate, by=by, at=at) as saved:
        saved.save()
        saved.attachments.set(_stored(uploads, by=by, at=at))
    return saved


def submit_certificate(
    certificate: Certificate,
    *,
    by: User,
    at: datetime,
    words: dict,
    uploads: Iterable[UploadedFile] = (),
) -> Certificate:
    """Send a returned certificate again with other ``words`` (fields by name); new pictures take
    the place of the old ones, without any those stay."""
    with acting(T.SUBMIT, certificate, by=by, at=at) as certificate:
        for name, text in words.items():
            setattr(certificate, name, text)
        check_activity(_activity(certificate), _day(at))
        if uploads := list(uploads):
            certificate.attachments.set(_stored(uploads, by=by, at=at))
        certificate.submitted_at, certificate.due_on = at, certificate_due(at)
    return certificate


def return_certificate(
    certificate: Certificate, *, by: User, at: datetime, text: str
) -> Certificate:
    """Give it back to the teacher with what is missing."""
    if not text.strip():
        raise Incomplete("请写明需要完善的内容。")
    with acting(T.RETURN, certificate, by=by, at=at, reason=text) as certificate:
        certificate.return_comment, certificate.due_on = text.strip(), None
    return certificate


def withdraw_certificate(certificate: Certificate, *, by: User, at: datetime) -> Certificate:
    """The teacher takes it back; it stays in the list."""
    with acting(T.WITHDRAW, certificate, by=by, at=at) as certificate:
        certificate.due_on = None
    return certificate


def accept_certificate(certificate: Certificate, *, by: User, at: datetime) -> Certificate:
    """Take it into the school's draft of certificates, from where it is posted and filed like any
    list. Refused for the own certificate and for an event that another list has."""
    with acting(T.ACCEPT, certificate, by=by, at=at) as certificate:
        if certificate.learner.user_id == by.pk:
            raise Refused("本人的证书请换一位同志审核。")
        certificate.claim = _claimed(certificate, by=by, at=at)
        certificate.due_on, certificate.return_comment = None, ""
    return certificate


def _claimed(certificate: Certificate, *, by: User, at: datetime) -> HoursClaim:
    batch, learner = _draft(certificate, by=by, at=at), certificate.learner
    place = Placement.objects.filter(learner=learner).on(certificate.held_on).first()
    attended = Attended(
        learner,
        certificate.hours,
        school_id=place.school_id if place else learner.school_id,
        county_id=place.county_id if place else learner.county_id,
    )
    if claim(batch, _activity(certificate), [attended]):
        raise Refused("这次培训已由其他名单申报，不需重复计算；请退回并说明。")
    count(batch)
    return batch.claims.counting().get(learner=learner, event_key=_activity(certificate).key)


def _draft(certificate: Certificate, *, by: User, at: datetime) -> HoursBatch:
    """The school's open draft of certificates of that year, begun when there is none. What stood
    its posting takes no new names: they would be filed without having been posted."""
    school, year = filing_school(certificate.school), year_of(certificate.held_on)
    words = {"school": school, "year": year, "source": BatchSource.CERTIFICATE}
    drafts = HoursBatch.objects.filter(
        **words, state=S.DRAFT, return_comment="", posting_ends_on=None
    )
    draft = drafts.select_for_update(of=("self",), no_key=True).order_by("pk").last()
    if draft:
        return draft
    title = f"教师上报的证书（{_day(at):%-m月}）"
    return add_hours_batch(HoursBatch(title=title, county=school.area, **words), by=by, at=at)


def _activity(certificate: Certificate) -> Activity:
    return Activity(
        certificate.title.strip(),
        certificate.form,
        certificate.level,
        certificate.direction,
        certificate.held_on,
        certificate.hours,
        certificate.organiser,
    )


def _stored(uploads: Iterable[UploadedFile], *, by: User, at: datetime) -> list[Attachment]:
    stored = [store_file(upload, by=by, at=at, owner_label=OWNER) for upload in uploads]
    if not stored:
        raise Incomplete("请上传证书的照片或 PDF。")
    return stored


def _day(at: datetime):
    return timezone.localtime(at).date()
