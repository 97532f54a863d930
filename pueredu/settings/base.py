"""What every environment shares. Values that differ come from the environment.

Sources: DESIGN §2–§3 for the parts, TRUST for the security values.
"""

from pathlib import Path

import environ

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env("PUEREDU_VAR", default=str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

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
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
