"""The label in the head of every admin page."""

from pueredu.kit.context import look


def environment(request) -> list[str] | None:
    """「演示数据」 while the database holds demonstration data; nothing otherwise."""
    return ["演示数据", "warning"] if look(request)["demo_data"] else None
