"""What the screen is made of: pinned files, known icons, nothing inline, no address anywhere."""

import json
import re
from pathlib import Path

import pytest

from wholesale.ui import icons

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = json.loads((ROOT / "static/vendor/manifest.json").read_text())
TEMPLATES = sorted(
    path
    for folder in ("templates", "wholesale", "orders", "retailers", "catalogs", "inventory", "invitations")
    for path in (ROOT / folder).rglob("*.html")
    if "emails" not in path.parts and "mail" not in path.parts
)
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
STYLES = sorted((ROOT / "static/css").glob("*.css"))


def sources() -> str:
    """Return all that may name an icon: templates and Python."""
    python = [path for path in ROOT.glob("*/**/*.py") if ".venv" not in path.parts]
    return "\n".join(path.read_text() for path in (*TEMPLATES, *python))


def test_nothing_vendored_is_unlisted_or_large_or_addressed():
    listed = {
        (ROOT / package["folder"] / file).resolve()
        for package in MANIFEST.values()
        for file in package["files"]
    }
    found = {path.resolve() for path in (ROOT / "static/vendor").rglob("*") if path.is_file()}

    assert found - {ROOT / "static/vendor/manifest.json"} <= listed
    assert all(path.stat().st_size < 1_500_000 for path in found)
    assert "://" not in (ROOT / "static/vendor/manifest.json").read_text()
    assert not [path for path in found if b"sourceMappingURL" in path.read_bytes()]


def test_every_icon_is_drawn():
    for name in icons.names():
        assert "<path" in icons.shapes(name), name


def test_every_icon_asked_for_is_there():
    asked = set(re.findall(r'{% icon "([a-z0-9-]+)"', sources()))

    assert asked - set(icons.names()) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_has_nothing_inline(path):
    text = path.read_text()

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\b(src=|type=\"application/json\"))", text)
    assert "hx-on" not in text
    assert "javascript:" not in text
    assert len(text.splitlines()) <= 150


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_our_own_files_call_nobody_and_stay_small(path):
    text = path.read_text()

    assert "://" not in text
    assert "eval(" not in text
    assert "innerHTML" not in text
    assert len(text.splitlines()) <= 300
