"""A studio with its people, and its activities with who attended."""

from studios.models.activity import Activity, ActivityKind, Attendance
from studios.models.studio import Studio, StudioGrant, StudioMember

__all__ = ["Activity", "ActivityKind", "Attendance", "Studio", "StudioGrant", "StudioMember"]
