"""The headers that every answer carries, whatever it says: literal, so that a change is meant."""

import re

BASE = {
    "default-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "object-src": {"'none'"},
}
# the picture of a secret, which must not have an address of its own
PICTURES = {"/account/second-factor/": {"img-src": {"'self'", "data:"}}}
# a file that was uploaded can do nothing at all
FILE = {"sandbox": set(), "default-src": {"'none'"}}
ADMIN_SCRIPTS = {"'self'", "'unsafe-eval'"}
HASH = re.compile(r"'sha256-[A-Za-z0-9+/]{43}='")
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
INLINE = re.compile(rb"<script(?![^>]*\ssrc=)|<style|<[^>]+\s(?:style|on\w+)=", re.IGNORECASE)
WAY_OUT = '<form action="/sign-out/" method="post"'
# imported tables are always 内部, so nobody is asked
UNASKED = {"workbooks:import-job-add"}
UPLOADS = UNASKED | {
    "accountability:report-fill", "loop:matter-extend", "loop:matter-report-progress",
    "loop:matter-close", "loop:matter-submit", "measures:commitment-issue", "studios:activity-add",
    "studios:activity-change", "studios:studio-name", "studios:studio-revoke",
    "training:certificate-add", "training:certificate-submit",
    "training:county-summary-add", "training:county-summary-change", "training:fund-entry-add",
    "training:hours-batch-evidence-add",
}  # fmt: skip
NEVER_KEPT = {"max-age=0", "no-cache", "no-store", "must-revalidate", "private"}


def wrong_headers(response) -> str:
    """What is missing in the headers of one answer, or nothing."""
    wrong = [name for name, value in ALWAYS.items() if response.headers.get(name) != value]
    request = response.wsgi_request
    user = getattr(request, "user", None)
    if not _is_policy(directives(response), request, response):
        wrong.append(f"Content-Security-Policy {response.headers.get('Content-Security-Policy')}")
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/") and not kind.endswith("; charset=utf-8"):
        wrong.append(f"Content-Type {kind}")
    caching = response.headers.get("Cache-Control", "")
    if user and user.is_authenticated and _words(caching) != NEVER_KEPT:
        wrong.append(f"Cache-Control {caching}")
    return f"headers: {', '.join(wrong)}" if wrong else ""


def wrong_page(name: str, response, *, signed_in: bool) -> str:
    """What a page of the portal lacks, or nothing: its headers, no script or style within, the way
    out, and the warning beside a file exactly where files are taken."""
    body = response.content.decode()
    wrong = [wrong_headers(response), *map(repr, INLINE.findall(response.content))]
    if signed_in and WAY_OUT not in body:
        wrong.append("no way out")
    if _takes_files(name, body) != (name in UPLOADS):
        wrong.append("takes files, or none, against the list")
    return "; ".join(filter(None, wrong))


def _takes_files(name: str, body: str) -> bool:
    """Whether the page takes files; then it warns once and asks for each how far it goes."""
    files = body.count('type="file"')
    asked = body.count('aria-label="公开属性"')
    warned = body.count("严禁上传国家秘密。</p>")
    assert not files or (asked, warned) == (0 if name in UNASKED else files, 1)
    return files > 0


def directives(response) -> dict[str, set[str]]:
    """The policy of an answer by directive."""
    policy = response.headers.get("Content-Security-Policy", "")
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: set(sources) for name, *sources in parts}


def _is_policy(found: dict[str, set[str]], request, response) -> bool:
    """A method that nobody answers is refused before a page is looked for, so in the admin too
    under the closer policy of the portal."""
    if "attachment" in response.headers.get("Content-Disposition", "") and "sandbox" in found:
        return found == FILE
    if not request.path.startswith("/admin/") or request.resolver_match is None:
        return found in (BASE, BASE | PICTURES.get(request.path, {}))
    styles = found.pop("style-src", set())
    scripts = found.pop("script-src", set())
    hashes = styles - {"'self'"}
    return (found, scripts) == (BASE, ADMIN_SCRIPTS) and all(map(HASH.fullmatch, hashes))


def _words(header: str) -> set[str]:
    return {word.strip() for word in header.split(",")}
