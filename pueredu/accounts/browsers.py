"""A browser in two words that its owner recognises: 「微信 · 安卓手机」."""

BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ 浏览器"),
    ("Firefox", "火狐"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """``user_agent`` read for its browser and system; what is not known is said so."""
    return f"{_first(BROWSERS, user_agent)} · {_first(SYSTEMS, user_agent)}"


def _first(names, text: str) -> str:
    return next((word for mark, word in names if mark in text), "其他")
