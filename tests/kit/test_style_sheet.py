"""The look keeps its promises: contrast, nothing from outside, nothing inline."""

import itertools
import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "pueredu/kit/static/pueredu"
SHEET = (STATIC / "pueredu.css").read_text()
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", SHEET))
GROUNDS = ("paper", "surface", "sunk")
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted(luminance(TOKENS[name]) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does():
    TOKENS.update(black="#000000", white="#ffffff")
    assert round(contrast("black", "white"), 2) == 21.0


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *itertools.product(("ink", "soft", "teal", "cinnabar"), GROUNDS),
        *((tone, f"{tone}-tint") for tone in ("ok", "info", "warn", "danger", "neutral")),
        ("ink", "warn-tint"),
        ("teal", "teal-tint"),
        ("gold", "teal-deep"),
    ],
)
def test_text_stands_out_from_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_controls_stand_out_from_their_ground(ground):
    assert contrast("edge", ground) >= 3


@pytest.mark.parametrize(
    "name", ["pueredu.css", "pueredu.js", "logo.svg", "favicon.svg", "ridges.svg"]
)
def test_nothing_comes_from_outside(name):
    text = (STATIC / name).read_text().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert re.findall(r"https?://|//[a-z]+\.|data:|@import|eval\(|innerHTML", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_carries_script_or_style(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize(
    "line", ["<script>x</script>", '<p style="x">', '<a onclick="x">', "<style>"]
)
def test_the_inline_check_bites(line):
    assert len(INLINE.findall(line)) == 1


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_templates_stay_small(path):
    assert len(path.read_text().splitlines()) <= 80


def test_every_layer_is_declared_and_used():
    declared = re.search(r"^@layer ([a-z, ]+);", SHEET, re.MULTILINE)[1].split(", ")
    assert re.findall(r"^@layer (\w+) {", SHEET, re.MULTILINE) == declared
