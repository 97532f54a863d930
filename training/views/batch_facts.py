"""What the pages of a batch say about it."""

from pueredu.kit.templatetags.formats import day, moment


def event_facts(activity) -> list[tuple[str, object]]:
    if activity is None:
        return []
    return [
        ("活动", activity.title),
        ("日期", day(activity.held_on)),
        ("形式", f"{activity.get_form_display()}（{activity.get_level_display()}）"),
        ("方向", activity.direction.title),
    ]


def done_fact(person, at) -> str:
    return f"{person or '系统'}，{moment(at)}" if at else ""


def source_of(batch) -> str:
    """Whose list it is."""
    return str(batch.handler or "（工作室活动）")


def posted_fact(batch) -> str:
    if batch.posted_on is None:
        return ""
    return f"{day(batch.posted_on)}至{day(batch.posting_ends_on)}（{batch.posted_by or '系统'}）"


def sampled_fact(sample) -> str:
    if sample is None:
        return ""
    return f"{sample}：种子 {sample.seed}，{sample.drawn_by}，{moment(sample.drawn_at)}"
