"""The one exception of the checks."""

from pueredu.kit.errors import Refused


class FileRefused(Refused):
    """The file is not taken; the message is a whole sentence for the person who sent it."""
