"""How often a sign-in may fail: three limits over django-axes' own records.

1. a name at one address: five failures, then a quarter of an hour (axes itself);
2. a name from everywhere: slowed down after ten failures within an hour;
3. an address: a ceiling far above what a school that shares it needs.

Where somebody has signed in before, only the first holds for that person, so that strangers can
neither slow down people at their desks nor lock a school.
"""

import hashlib
from datetime import timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.core.cache import cache

HOUR = timedelta(hours=1)


class SignInHandler(AxesDatabaseHandler):
    def is_locked(self, request, credentials=None) -> bool:
        if super().is_locked(request, credentials):
            return True
        username, address = get_client_username(request, credentials), request.axes_ip_address
        if AccessLog.objects.filter(username=username, ip_address=address).exists():
            return False
        recent = AccessFailureLog.objects.filter(attempt_time__gt=request.axes_attempt_time - HOUR)
        at_address = recent.filter(ip_address=address).count()
        if at_address >= settings.SIGN_IN_ADDRESS_LIMIT:
            return True
        of_name = recent.filter(username=username).count()
        return of_name >= settings.SIGN_IN_SLOW_AFTER and not _takes_the_turn(username)

    def remove_out_of_limit_failure_logs(self, *, username, limit=None) -> int:
        """Nothing: axes would drop the newest beyond a thousand, the ones that are counted here.
        ``actions.forget_sign_ins`` drops the old."""
        return 0


def _takes_the_turn(username: str) -> bool:
    """Whether this attempt is the one that a slowed name may make now; however many ask at once,
    the cache gives the turn to one."""
    key = f"sign-in-turn:{hashlib.sha256(username.encode()).hexdigest()}"
    return cache.add(key, 1, timeout=settings.SIGN_IN_SLOW_EVERY.total_seconds())


def within_limit(what: str, address: str, limit: int) -> bool:
    """Whether this is among the first ``limit`` requests of an address within an hour; for pages
    that strangers may ask. The cache holds a hash of the address and a number."""
    key = f"{what}:{hashlib.sha256(address.encode()).hexdigest()}"
    if cache.add(key, 1, timeout=HOUR.total_seconds()):
        return limit >= 1
    try:
        return cache.incr(key) <= limit
    except ValueError:  # the hour ended between the two
        return True


def same_page(_request, response, _credentials):
    """Axes' answer to a locked attempt: the page that every failure gets, and 429 for machines."""
    response.status_code = 429
    return response
