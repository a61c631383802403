"""What holds STYLE: the sizes, the doors between apps, and what may not be in the repository."""

import ast
import hashlib
import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

PROJECT = Path(__file__).resolve().parents[1]
APPS = ("retailers", "catalogs", "inventory", "orders", "invitations")
DOORS = {"services", "queries", "models", "enums", "errors"}
ENTRANCES = {"views", "api", "tasks", "admin", "management"}
ROOMS = DOORS | ENTRANCES | {"forms", "emails", "urls", "api_urls", "apps", "migrations", "templatetags"}
LONGEST_MODULE, LONGEST_VIEW, LONGEST_TEMPLATE = 300, 20, 150


def tracked(*patterns: str) -> list[Path]:
    """Return the files of the repository, also those not yet committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    files = (PROJECT / name for name in listed.split("\0") if name)
    return [file for file in files if file.is_file() and "vendor" not in file.parts]


def name_of(file: Path) -> str:
    return str(file.relative_to(PROJECT))


def lines_of(file: Path) -> int:
    return len(file.read_text().splitlines())


MODULES = [file for file in tracked("*.py") if "migrations" not in file.parts]


def is_entrance(file: Path) -> bool:
    """Tell whether a module is one, or lies in a folder that is; wholesale/api/ is a part, not a room."""
    folders = file.relative_to(PROJECT).parts[2 if "wholesale" in file.parts else 1 : -1]
    return file.stem in ENTRANCES or bool(ENTRANCES & set(folders))


ENTRANCE_MODULES = [file for file in MODULES if is_entrance(file)]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("wholesale", *APPS, cache_dir=None)


def imports_of(graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
    for module in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            yield module, imported


def test_no_module_passes_300_lines():
    assert {name_of(f): n for f in MODULES if (n := lines_of(f)) > LONGEST_MODULE} == {}


def test_no_template_passes_150_lines():
    templates = tracked("templates/*", "*/templates/*")
    assert {name_of(f): n for f in templates if (n := lines_of(f)) > LONGEST_TEMPLATE} == {}


def test_a_view_is_a_short_story():
    """Count the lines of each view's body, from its first statement after the docstring."""
    found = {}
    for file in MODULES:
        if "views" in file.relative_to(PROJECT).with_suffix("").parts[:4] and "tests" not in file.parts:
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.FunctionDef) and node.end_lineno and _answers(node):
                    body = node.body[1:] if ast.get_docstring(node) else node.body
                    length = node.end_lineno - body[0].lineno + 1 if body else 0
                    if length > LONGEST_VIEW:
                        found[f"{name_of(file)}:{node.name}"] = length
    assert found == {}


def _answers(function: ast.FunctionDef) -> bool:
    return function.returns is not None and "Response" in ast.unparse(function.returns)


def test_across_apps_only_by_the_doors(graph):
    """services, queries, models, enums and errors; entrances, forms and mails stay at home."""
    found = [
        f"{module} -> {imported}"
        for module, imported in imports_of(graph)
        if (other := imported.split("."))[0] in APPS
        and module.split(".")[0] in APPS
        and other[0] != module.split(".")[0]
        and not (len(other) > 1 and other[1] in DOORS)
    ]
    assert found == []


def test_entrances_do_not_import_one_another(graph):
    def entrance(module: str) -> tuple[str, str] | None:
        parts = module.split(".")
        start = 2 if parts[0] == "wholesale" else 1
        return (
            (".".join(parts[:start]), parts[start])
            if len(parts) > start and parts[start] in ENTRANCES
            else None
        )

    found = [
        f"{module} -> {imported}"
        for module, imported in imports_of(graph)
        if (here := entrance(module)) and (there := entrance(imported)) and here != there
    ]
    assert found == []


def test_pure_modules_know_no_database(graph):
    """A module of an app that is no room is calculation: values in, values out."""
    impure = DOORS - {"enums", "errors"} | ENTRANCES | {"forms", "emails"}
    found = [
        f"{module} -> {imported}"
        for module, imported in imports_of(graph)
        if (parts := module.split("."))[0] in APPS and len(parts) == 2 and parts[1] not in ROOMS
        and imported.split(".")[0] in APPS and impure & set(imported.split(".")[1:2])
    ]  # fmt: skip
    assert found == []


def test_entrances_read_through_access_functions():
    """Every read starts from who asks, so `.objects` has no place in views, API, tasks or admin."""
    found = [
        f"{name_of(file)}:{node.lineno}"
        for file in ENTRANCE_MODULES
        if not {"tests", "management"} & set(file.parts)
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert found == []


def test_no_signals_and_no_save_with_work():
    """The linter bans signals by import; a model's `save` is Django's."""
    found = [
        f"{name_of(file)}:{node.lineno}"
        for file in MODULES
        if "models" in file.name or "models" in file.parts
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name == "save"
    ]
    assert found == []


def test_nothing_is_put_off():
    """What is missing is an issue, not a comment."""
    word = "TO" + "DO"
    files = tracked(
        "*.py", "*.html", "*.txt", "*.js", "*.css", "*.sh", "Makefile", "*.toml", "*.yml", ".ci/*"
    )
    pattern = re.compile(rf"\b({word}|FIX{'ME'}|XX{'X'})\b")
    found = [
        f"{name_of(file)}:{number}"
        for file in files
        if "data" not in file.parts
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_merge_is_half_done():
    text = tracked("*.py", "*.html", "*.txt", "*.js", "*.css", "*.po", "*.toml", "*.md", "Makefile")
    marks = re.compile(r"^(<{7} |>{7} )", re.MULTILINE)
    assert [name_of(file) for file in text if marks.search(file.read_text(errors="replace"))] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements.production.lock"])
def test_the_lock_holds_hashes_and_no_address(name):
    text = (PROJECT / name).read_text()
    assert re.findall(r"[a-z+]+://\S+", text) == []
    assert re.findall(r"^[\w.-]+==\S+(?![^\n]*\\\n\s+--hash=sha256:)[^\n]*$", text, re.MULTILINE) == []
    assert not (PROJECT / "uv.lock").exists() or "uv.lock" in (PROJECT / ".gitignore").read_text()


def test_no_room_is_called_by_its_technique():
    banned = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
    assert [name_of(f) for f in MODULES if banned & {*f.parts, f.stem}] == []


def test_vendored_files_are_those_of_the_manifest():
    """Every vendored file is listed with its hash, and every listed file is there."""
    manifest = PROJECT / "static/vendor/manifest.json"
    listed: dict[Path, str] = {}
    for package, entry in json.loads(manifest.read_text()).items():
        assert entry["version"], package
        assert entry["licence"], package
        folder = PROJECT / entry["folder"]
        files = {folder / name: digest for name, digest in entry["files"].items()}
        present = {file for file in folder.rglob("*") if file.is_file() and ".py" not in file.suffix}
        assert present == set(files), package
        listed |= files
    vendored = {file for file in manifest.parent.rglob("*") if file.is_file() and file != manifest}
    assert vendored <= set(listed)
    assert [name_of(f) for f, d in listed.items() if hashlib.sha256(f.read_bytes()).hexdigest() != d] == []
    assert "http" not in manifest.read_text()


def test_templates_carry_no_inline_script_or_style():
    """A strict content security policy would refuse them. A mail is no page: it may style itself."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|\bstyle=|<style|\son\w+=\""
    )
    files = [f for f in tracked("templates/*.html", "templates/**/*.html") if "emails" not in f.parts]
    found = [
        f"{name_of(f)}: {m.group()[:40]}"
        for f in files
        for m in itertools.islice(inline.finditer(f.read_text()), 1)
    ]
    assert found == []
