"""The generic pages of the portal. A room's views declare; these do the work.

Every page carries ``access``: a permission, or SIGNED_IN, or PUBLIC.
"""

from pueredu.office.pages.base import PUBLIC, SIGNED_IN, Page
from pueredu.office.pages.detail import DetailPage
from pueredu.office.pages.download import DownloadPage
from pueredu.office.pages.forms import FormPage, RecordFormPage, ShownOncePage, TransitionPage
from pueredu.office.pages.listing import ListPage

__all__ = [
    "PUBLIC",
    "SIGNED_IN",
    "DetailPage",
    "DownloadPage",
    "FormPage",
    "ListPage",
    "Page",
    "RecordFormPage",
    "ShownOncePage",
    "TransitionPage",
]
