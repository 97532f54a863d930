"""How numbers, days and moments read on a Chinese official page. None reads 「—」."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone

register = template.Library()

NOTHING = "—"
KIB = 1024
MOBILE = 11  # digits of a mobile number


def _local(value):
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _is_empty(value) -> bool:
    return value is None or value == ""


@register.filter
def day(value: date | None) -> str:
    """2023-05-31 → 2023年5月31日 (the form official documents use)."""
    value = _local(value)
    return f"{value.year}年{value.month}月{value.day}日" if value else NOTHING


@register.filter
def day_short(value: date | None) -> str:
    """2023-05-31: for tables, where columns must line up."""
    value = _local(value)
    return f"{value:%Y-%m-%d}" if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """2023-05-31 09:00 in the portal's time zone."""
    value = _local(value)
    return f"{value:%Y-%m-%d %H:%M}" if value else NOTHING


@register.filter
def number(value) -> str:
    """12345.50 → 12,345.5: thousands apart, no idle zeros."""
    if _is_empty(value):
        return NOTHING
    whole = f"{Decimal(str(value)):,f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


@register.filter
def signed(value) -> str:
    """48 → +48, -6 → −6: what is added and what is taken off."""
    return f"{'−' if value < 0 else '+'}{number(abs(value))}"


@register.filter
def percent(value) -> str:
    """0.8125 → 81.3%, rounded half up as the office does (四舍五入)."""
    if _is_empty(value):
        return NOTHING
    return f"{number((Decimal(str(value)) * 100).quantize(Decimal('0.1'), ROUND_HALF_UP))}%"


@register.filter
def size(value: int | None) -> str:
    """Bytes as people say them: 820 字节, 1.5 KB, 3.2 MB."""
    if _is_empty(value):
        return NOTHING
    if value < KIB:
        return f"{value} 字节"
    if value < KIB**2:
        return f"{value / KIB:.1f} KB"
    return f"{value / KIB**2:.1f} MB"


@register.filter
def masked_phone(value: str) -> str:
    """13812345678 → 138****5678; a shorter number keeps its last two digits."""
    if _is_empty(value):
        return NOTHING
    shown = (3, 4) if len(value) >= MOBILE else (0, 2)
    return f"{value[: shown[0]]}{'*' * (len(value) - sum(shown))}{value[-shown[1] :]}"


@register.filter
def iso(value) -> str:
    """The machine-readable form for <time datetime>."""
    return _local(value).isoformat() if value else ""


@register.filter
def working_days(left: int | None) -> str:
    """Working days until the due date in words; negative means overdue, None is silent."""
    if left is None:
        return ""
    if left < 0:
        return f"已逾期 {-left} 个工作日"
    return f"还剩 {left} 个工作日" if left else "今天到期"
