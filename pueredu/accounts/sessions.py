"""The session engine: Django's, in a table that knows whose session it is (``models.Session``).

Idle for SESSION_COOKIE_AGE, or SESSION_ABSOLUTE_AGE after the sign-in, a session is over. That it
is still in use is written once a minute, not at every request.
"""

from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from pueredu.kit import clock

BEGAN, ADDRESS, BROWSER = "began", "address", "browser"
SEEN_EVERY = timedelta(minutes=1)


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        return apps.get_model("accounts", "Session")

    def cycle_key(self):
        """A new key begins a new sign-in: the absolute limit counts from here."""
        super().cycle_key()
        self[BEGAN] = clock.now().timestamp()

    def get_expiry_age(self, **kwargs):
        """Seconds that are left: of the idle time, and of the absolute time from the sign-in."""
        idle, began = super().get_expiry_age(**kwargs), self.get(BEGAN)
        if began is None:
            return idle
        left = began + settings.SESSION_ABSOLUTE_AGE - clock.now().timestamp()
        return max(1, min(idle, int(left)))

    def get_expiry_date(self, **kwargs):
        return super().get_expiry_date(**{"expiry": self.get_expiry_age(), **kwargs})

    def create_model_instance(self, data):
        data.setdefault(BEGAN, clock.now().timestamp())
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.address, row.browser = data.get(ADDRESS, ""), data.get(BROWSER, "")
        row.began_at = datetime.fromtimestamp(data[BEGAN], UTC)
        row.seen_at = clock.now()
        return row

    def _get_session_from_db(self):
        row = super()._get_session_from_db()
        if row is not None and clock.now() - row.seen_at > SEEN_EVERY:
            self.modified = True
        return row
