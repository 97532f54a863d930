"""A template that shows a name nobody gave it shows a hole; here it raises."""

import sys
from pathlib import Path


class UnknownVariable(AssertionError):
    """The name and the template; raised while the page is drawn."""


class UnknownVariableTrap(str):
    """Django formats ``string_if_invalid`` with the name it could not find. Templates of installed
    packages may leave holes; ours may not."""

    __slots__ = ("folder",)

    def __new__(cls, folder: Path):
        trap = super().__new__(cls, "%s")
        trap.folder = str(folder)
        return trap

    def __mod__(self, name) -> str:
        origin = _template_being_drawn()
        if origin.startswith(self.folder):
            raise UnknownVariable(f"{name} is unknown in {origin.removeprefix(self.folder)[1:]}")
        return ""


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
