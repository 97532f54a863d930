"""``python -m tests.house`` renders ``docs/rights.md`` from the agreed tables."""

import os
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "pueredu.settings.test"
    django.setup()
    page = import_module("tests.house.rights_page")
    page.PAGE.write_text(page.render(), encoding="utf-8")
