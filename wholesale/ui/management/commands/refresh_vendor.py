"""Fetch the pinned front-end libraries and icons from npm and lay out what the product ships of them."""

import base64
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

ROOT = Path(__file__).resolve().parents[4]
ICONS = ROOT / "wholesale" / "ui" / "icons"
SOURCE_MAP = re.compile(rb"\s*(/\*|//)[#@] sourceMappingURL=[^\n*]*(\*/)?")


@dataclass(frozen=True)
class Package:
    """One npm package: `files` maps a path inside it to one below `folder`; `kept` files are not in it."""

    name: str
    version: str
    licence: str
    folder: Path
    files: dict[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()


VENDOR = ROOT / "static" / "vendor"
PACKAGES = (
    Package(
        "@tabler/core",
        "1.6.1",
        "MIT",
        VENDOR / "tabler",
        {"dist/css/tabler.min.css": "tabler.min.css"},
        kept=("LICENSE",),  # the package ships none
    ),
    Package(
        "htmx.org",
        "2.0.11",
        "0BSD",
        VENDOR / "htmx",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
    ),
    Package(
        "driver.js",
        "1.8.0",
        "MIT",
        VENDOR / "driver",
        {"dist/driver.js.iife.js": "driver.iife.js", "dist/driver.css": "driver.css", "license": "LICENSE"},
    ),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        VENDOR / "inter",
        {
            "files/inter-latin-wght-normal.woff2": "inter-latin-wght-normal.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext-wght-normal.woff2",
            "LICENSE": "LICENSE",
        },
    ),
    Package("@tabler/icons", "3.51.0", "MIT", ICONS, {"LICENSE": "LICENSE"}),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        ROOT / "tests" / "browser" / "vendor" / "axe",
        {"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"},
    ),
)


class Command(BaseCommand):
    help = "Fetch the pinned front-end libraries and icons; --icon NAME adds a Tabler outline icon."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--icon", action="append", default=[], help="an outline icon to add")

    def handle(self, *_args: Any, **options: Any) -> None:
        wanted = {path.stem for path in ICONS.glob("*.svg")} | set(options["icon"])
        manifest = {}
        for package in PACKAGES:
            files = dict(package.files)
            if package.folder == ICONS:
                files |= {f"icons/outline/{name}.svg": f"{name}.svg" for name in sorted(wanted)}
            manifest[package.name] = _fetch(package, files)
            self.stdout.write(f"{package.name} {package.version}: {len(files)} files")
        VENDOR.mkdir(parents=True, exist_ok=True)
        (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")


def _fetch(package: Package, files: dict[str, str]) -> dict[str, Any]:
    """Unpack these files of one package after checking npm's digest; return its manifest entry."""
    with tempfile.TemporaryDirectory() as folder:
        spec = f"{package.name}@{package.version}"
        argv = ["npm", "pack", "--json", "--silent", spec, "--pack-destination", folder]
        answer = json.loads(subprocess.check_output(argv, text=True, stderr=subprocess.DEVNULL))  # noqa: S603
        entry = answer[0] if isinstance(answer, list) else next(iter(answer.values()))
        archive = next(Path(folder).glob("*.tgz"))
        digest = hashlib.sha512(archive.read_bytes()).digest()
        integrity = "sha512-" + base64.b64encode(digest).decode()
        if integrity != entry["integrity"]:
            raise CommandError(f"{spec} is not what npm says it is")
        with tarfile.open(archive) as tar:
            hashes = {target: _copy(tar, source, package.folder / target) for source, target in files.items()}
    hashes |= {name: _digest((package.folder / name).read_bytes()) for name in package.kept}
    return {
        "version": package.version,
        "integrity": integrity,
        "licence": package.licence,
        "folder": package.folder.relative_to(ROOT).as_posix(),
        "files": hashes,
    }


def _copy(tar: tarfile.TarFile, source: str, target: Path) -> str:
    """Write one member without its source-map line; return the sha256 of what was written."""
    member = tar.extractfile(f"package/{source}")
    if member is None:
        raise CommandError(f"{source} is not in the package")
    content = member.read()
    if target.suffix in {".css", ".js"}:
        content = SOURCE_MAP.sub(b"", content).rstrip() + b"\n"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return _digest(content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
