"""A template that shows a name nobody gave it shows a hole; here it raises."""

import sys
from pathlib import Path


class UnknownVariable(AssertionError):
    """The name and the template; raised while the page is drawn."""


class UnknownVariableTrap(str):
    """Stands as ``string_if_invalid``. Templates of installed packages may leave holes, which are
    empty as in production; ours may not: Django asks for the truth and then formats with the name."""

    __slots__ = ("folder",)

    def __new__(cls, folder: Path):
        trap = super().__new__(cls, "")
        trap.folder = str(folder)
        return trap

    def __bool__(self) -> bool:
        return _template_being_drawn().startswith(self.folder)

    def __contains__(self, part) -> bool:
        return part == "%s"

    def __mod__(self, name):
        origin = _template_being_drawn()
        raise UnknownVariable(f"{name} is unknown in {origin.removeprefix(self.folder)[1:]}")


def _template_being_drawn() -> str:
    """The file whose node asked for the name: the context knows which template is on."""
    frame = sys._getframe(2)
    while frame is not None:
        context = frame.f_locals.get("context")
        template = getattr(getattr(context, "render_context", None), "template", None)
        if template is not None:
            return str(template.origin.name)
        frame = frame.f_back
    return ""
