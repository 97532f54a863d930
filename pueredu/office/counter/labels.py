"""The label in the head of every admin page."""

from pueredu.office.context import demonstration


def environment(request) -> list[str] | None:
    """「演示数据」 while the database holds demonstration data; nothing otherwise."""
    return ["演示数据", "warning"] if demonstration(request)["demo_data"] else None
