"""The one exception of the checks."""


class FileRefused(Exception):  # noqa: N818 -- named for what happened, like its sentence
    """The file is not taken; the message is a whole sentence for the person who sent it."""
