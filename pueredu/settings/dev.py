"""The trial: `make run`, on loopback, with demonstration data."""

from datetime import timedelta

from pueredu.settings.base import *  # noqa: F403
from pueredu.settings.base import ALLOWED_HOSTS, AUDIT_ANCHOR_KEY, SECRET_KEY, VAR_DIR, env
from pueredu.settings.keys import kept_key

TRIAL = True
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = SECRET_KEY or kept_key(VAR_DIR / "secret-key")
AUDIT_ANCHOR_KEY = AUDIT_ANCHOR_KEY or kept_key(VAR_DIR / "audit-key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ALLOWED_HOSTS]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected: the finders serve the packages' own files

# seed_demo notes by how much the trial's clock is set back, so that its year is under way
DEMO_CLOCK = VAR_DIR / "demo-clock"
if DEMO_CLOCK.exists():
    CLOCK_OFFSET = timedelta(seconds=float(DEMO_CLOCK.read_text()))
