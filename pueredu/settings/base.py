"""What every environment shares. Values that differ come from the environment.

Sources: DESIGN §2–§3 for the parts, TRUST for the security values.
"""

from datetime import timedelta
from pathlib import Path

import environ
from django.templatetags.static import static
from django.urls import reverse

from pueredu.embedded import APPLICATION, urls_for
from pueredu.settings import servers
from pueredu.settings.schedule import *  # noqa: F403 - what runs when
from pueredu.settings.sign_in import *  # noqa: F403 - how people sign in

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env("PUEREDU_VAR", default=str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
# the public page that verifies proofs of hours; with a host of its own nothing else answers there
PROOF_PAGE = env.bool("PROOF_PAGE", default=False)
PROOF_HOST = env("PROOF_HOST", default="").lower()
PROOF_ADDRESS_LIMIT = 60  # codes that one address may ask within an hour
if PROOF_HOST:
    ALLOWED_HOSTS.append(PROOF_HOST)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "pueredu.office.views.refused.csrf_failed"

FLOOR = [
    "pueredu.kit",
    "pueredu.audit",
    "pueredu.accounts",
    "pueredu.units",
    "pueredu.calendar",
    "pueredu.files",
    "pueredu.documents",
    "pueredu.workbooks",
    "pueredu.notices",
    "pueredu.loop",
    "pueredu.office",
]
ROOMS = ["measures", "training", "studios", "accountability"]
ROOF = ["pueredu.desk", "pueredu.ops"]

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "guardian",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_htmx",
    "import_export",
    *FLOOR,
    *ROOMS,
    *ROOF,
]

ROOT_URLCONF = "pueredu.urls"
WSGI_APPLICATION = "pueredu.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True

MIDDLEWARE = [
    # outermost, so that what the others refuse (an unknown host) carries their headers too
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pueredu.office.gate.SecurityHeadersMiddleware",
    "pueredu.office.gate.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pueredu.office.gate.PlainQuestionMiddleware",
    "pueredu.office.gate.ProofHostMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pueredu.office.middleware.OriginMiddleware",
    "pueredu.office.middleware.ClosedByDefaultMiddleware",
    "pueredu.office.gate.UnfinishedMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pueredu.kit.context.look",
                "pueredu.office.context.masthead",
                "pueredu.office.context.demonstration",
            ],
        },
    },
]

# --- Who somebody is, and what they may do -------------------------------------------------

ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
GUARDIAN_RENDER_403 = False
# our subclass of its backend is hooked (pueredu.units.access.backends.GrantBackend)
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}
SECURE_REFERRER_POLICY = "same-origin"
# machines probe these, and take a redirect for an answer: it would say "well" of a process that is not
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz)$"]
X_FRAME_OPTIONS = "DENY"

# --- Names, links, files -------------------------------------------------------------------

SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}/")
SITE_HOST = env("SITE_HOST", default="pueredu.localhost")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@pueredu.localhost")
DEMO_DATA = None  # the label 演示数据: None looks whether there are demonstration units
EMAIL_TIMEOUT = 10  # seconds; a mail server that hangs must not hold the relay
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
CLOCK_OFFSET = timedelta(0)  # moved only by a trial with demonstration data (pueredu.kit.clock)
FILES_X_ACCEL = env("FILES_X_ACCEL", default="")
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- The admin's skin ----------------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": "普洱教育改革闭环管理平台",
    "SITE_HEADER": "普洱教育改革闭环管理平台",
    "SITE_SUBHEADER": "普洱市教育体育局",
    "SITE_URL": "/",
    "SITE_ICON": lambda _request: static("pueredu/logo.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("pueredu/favicon.svg"),
        },
    ],
    "STYLES": [lambda _request: static("pueredu/admin.css")],
    "SCRIPTS": [lambda _request: static("pueredu/admin.js")],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "THEME": "light",
    "DASHBOARD_CALLBACK": "pueredu.desk.counter.dashboard",
    "ACCOUNT": {
        "navigation": [
            {"title": "我的账号", "link": lambda _request: reverse("accounts:me")},
            {"title": "修改密码", "link": lambda _request: reverse("accounts:password-change")},
        ],
    },
    "SIDEBAR": {"navigation": "pueredu.desk.counter.sidebar"},
    "ENVIRONMENT": "pueredu.office.counter.labels.environment",
    "COLORS": {
        "primary": {
            "50": "#eef6f4",
            "100": "#d5e8e4",
            "200": "#add2cb",
            "300": "#7db5ac",
            "400": "#4d938a",
            "500": "#2f776f",
            "600": "#1d5f59",
            "700": "#174d49",
            "800": "#133f3c",
            "900": "#0e322f",
            "950": "#081d1c",
        },
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"

# --- Servers (settings/servers.py): PostgreSQL and Redis, given or embedded in VAR_DIR ---------

DATABASE_URL = env("DATABASE_URL", default="") or urls_for(VAR_DIR).database
REDIS_URL = env("REDIS_URL", default="") or urls_for(VAR_DIR).redis
# may read and write rows, but neither TRUNCATE nor ALTER; migrations are done by the login role
DATABASE_ROLE = env("DATABASE_ROLE", default=APPLICATION)

DATABASES = {
    "default": {
        **servers.database(
            DATABASE_URL,
            role=DATABASE_ROLE,
            # manage.py sets "0": a migration or a seed may take as long as it needs
            statement_timeout=env("STATEMENT_TIMEOUT", default="30s"),
            lock_timeout=env("LOCK_TIMEOUT", default="0"),
        ),
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": servers.redis_db(REDIS_URL, servers.CACHE_DB),
        "KEY_PREFIX": "pueredu",
    },
    # what one process may remember for a minute without asking anybody
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- The memory: the head of its chain is signed and kept outside the database ------------------

AUDIT_ANCHOR_FILE = Path(env("AUDIT_ANCHOR_FILE", default=str(VAR_DIR / "audit" / "anchors")))
AUDIT_ANCHOR_KEY = env("AUDIT_ANCHOR_KEY", default="")

# --- Celery: Redis is a doorbell; what must not be lost lies in the database (TRUST) -----------

CELERY_BROKER_URL = servers.broker(REDIS_URL, servers.BROKER_DB)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 30 * 60,  # above the time limit: a running task is never given twice
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# --- Logging: to stderr; whoever starts us keeps it --------------------------------------------

LINE = {
    "()": "pueredu.kit.log_lines.OneRecord",
    "fmt": "{asctime} {levelname} {name}: {message}",
    "style": "{",
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": LINE},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "axes": {"level": "WARNING"},  # sign-ins are in the audit
    },
}
