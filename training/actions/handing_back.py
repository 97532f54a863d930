"""A certificate whose line leaves its draft waits for its school again: it must not fall silent."""

from datetime import date, datetime

from django.utils import timezone

from pueredu.calendar.queries import add_working_days, value
from pueredu.notices.acts import acting
from training.enums import CertificateState
from training.models import Certificate

REASON = "所在的申报名单不再有这一条，请学校重新审核。"


def hand_back_certificates(claims, *, at: datetime) -> None:
    """Before these lines (a queryset) are deleted: the school answers their certificates anew."""
    for certificate in Certificate.objects.filter(claim__in=claims):
        with acting("change", certificate, by=None, at=at, reason=REASON) as record:
            record.state, record.claim = CertificateState.SUBMITTED, None
            record.due_on = certificate_due(at)


def certificate_due(at: datetime) -> date:
    """Until when the school answers a certificate that it got now."""
    today = timezone.localtime(at).date()
    return add_working_days(today, value("training.certificate_days", today))
