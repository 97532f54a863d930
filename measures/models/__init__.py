"""Texts, posts and promises: three files, one set of tables."""

from measures.models.posts import GroupPost, LeadingGroup
from measures.models.promises import Commitment, CommitmentTask, Reply
from measures.models.texts import Measure, MeasureVersion, PolicyDocument, Theme

__all__ = [
    "Commitment",
    "CommitmentTask",
    "GroupPost",
    "LeadingGroup",
    "Measure",
    "MeasureVersion",
    "PolicyDocument",
    "Reply",
    "Theme",
]
