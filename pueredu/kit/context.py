"""What every page may show: names of the house, text size, the demonstration label."""

from django.conf import settings

from pueredu.kit import clock

TEXT_SIZE_COOKIE = "text-size"

# The name is a working title until the bureau decides; settings may replace every entry.
HOUSE = {
    "product_name": "普洱教育改革闭环管理平台",
    "product_note": "平台名称为暂名",
    "bureau_name": "普洱市教育体育局",
    "version": "",
    "demo_label": "",
}


def house_names() -> dict[str, str]:
    """The names of the house; PRODUCT_NAME, BUREAU_NAME, VERSION, DEMO_LABEL in settings win."""
    return {key: str(getattr(settings, key.upper(), word) or "") for key, word in HOUSE.items()}


def look(request) -> dict[str, object]:
    """Context processor: `large_text` from the reader's cookie, `demo_data` from the settings."""
    return {
        "large_text": request.COOKIES.get(TEXT_SIZE_COOKIE) == "large",
        "demo_data": bool(house_names()["demo_label"]),
        "demo_today": clock.today() if settings.CLOCK_OFFSET else None,
    }
