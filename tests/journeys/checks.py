"""What is asked of every page that a journey visits."""

from urllib.parse import urlsplit

import html5lib
from axe_playwright_python.sync_playwright import Axe

AXE = Axe()
SERIOUS = {"serious", "critical"}
# What remains in Unfold's own markup, none of it serious, which no template of ours can mend without
# copying it. Each rule: the reason.
UPSTREAM = {
    "landmark-unique": "simplebar makes each scrolling box a region, all of one name",
    "empty-table-header": "the column of the boxes that take lines away has no heading",
}


def check_page(page, document, *, status, host):
    """Everything that must hold of the page as it stands; ``document`` is its last response."""
    found = [
        *wrong_status(document, status),
        *wrong_frame(page),
        *wrong_html(page, document),
        *violations(page, in_admin=is_admin(page.url)),
    ]
    assert found == [], f"{page.url}\n" + "\n".join(found)


def is_admin(url):
    return urlsplit(url).path.startswith("/admin/")


def wrong_status(document, status):
    return [] if document.status == status else [f"status {document.status}, expected {status}"]


def wrong_frame(page):
    """One <main>, one <h1>, a title that says more than the product's name."""
    counts = page.evaluate(
        "() => ['main, [role=main]', 'h1'].map((name) => document.querySelectorAll(name).length)"
    )
    found = [] if counts == [1, 1] else [f"main and h1 stand {counts} times"]
    if not page.title().partition(" · ")[0].strip():
        found.append("the title is empty")
    if "演示数据" not in page.locator("body").inner_text():
        found.append("the page does not say 演示数据")
    return found


def wrong_html(page, document):
    if is_admin(page.url):
        return []  # Unfold's templates
    try:
        html5lib.HTMLParser(strict=True).parse(document.text())
    except html5lib.html5parser.ParseError as error:
        return [f"invalid HTML: {error}"]
    return []


def violations(page, *, in_admin):
    found = AXE.run(page).response["violations"]
    if in_admin:
        found = [v for v in found if v["impact"] in SERIOUS or v["id"] not in UPSTREAM]
    return [
        f"axe {v['id']} ({v['impact']}): {v['help']}: {[node['html'][:300] for node in v['nodes'][:4]]}"
        for v in found
    ]
