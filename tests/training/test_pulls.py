"""Attendances that studios confirmed become hours without a second entry."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from pueredu.kit.errors import NotPermitted
from studios.models import Activity as StudioActivity
from studios.models import ActivityKind, Attendance, Studio
from tests.support.world import AT
from tests.training.conftest import activity
from training import actions
from training.models import HoursBatch, HoursClaim

HELD_ON = date(2023, 5, 10)
