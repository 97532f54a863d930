"""The web application as gunicorn loads it."""

import os

from django.core.wsgi import get_wsgi_application

from pueredu.kit.frames import in_one_piece

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pueredu.settings.prod")

application = in_one_piece(get_wsgi_application())
