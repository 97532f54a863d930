"""The test suite; tests/conftest.py points it at servers of its own."""

from pueredu.settings.base import *  # noqa: F403
from pueredu.settings.base import DATABASES

TRIAL = False
SECRET_KEY = "a key for tests only"  # nosec B105 # noqa: S105 - guards nothing
AUDIT_ANCHOR_KEY = "another key for tests only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected: the finders serve the packages' own files
DATABASES["default"]["CONN_MAX_AGE"] = 0
PROOF_PAGE = True  # off by default; on here, so that the matrix can ask it
DEMO_DATA = False  # no page of a test asks for it, so that queries can be counted
