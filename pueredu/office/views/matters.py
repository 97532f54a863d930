"""Anything owed, for whoever owes, gave or verifies it."""

from django import forms
from django.urls import reverse

from pueredu.files.forms import EvidenceField
from pueredu.kit.templatetags.formats import day
from pueredu.loop import actions
from pueredu.loop.enums import MatterTransition as T
from pueredu.loop.kinds import kind_of
from pueredu.loop.lamps import LampRule
from pueredu.loop.models import Matter
from pueredu.office.forms import CommentForm, ConfirmForm, MatterFilterForm, OptionalCommentForm
from pueredu.office.pages import DetailPage, DownloadPage, ListPage, TransitionPage
from pueredu.office.tables import LAMP_TONES, MatterTable, matter_state
