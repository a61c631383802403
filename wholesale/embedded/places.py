"""Where this checkout keeps what is not in the repository."""

import hashlib
import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
LOCAL = Path(os.environ.get("CRATEBOOK_LOCAL") or PROJECT / ".local").absolute()


def home(local: Path = LOCAL) -> Path:
    """Return the folder of the embedded servers: `local`, unless root runs them.

    PostgreSQL refuses root, so under root it runs as `nobody`, who may not enter a home of mode 0700:
    its folder then lies outside, named after that path.
    """
    if os.geteuid() != 0:
        return local
    return Path("/var/lib/cratebook") / hashlib.sha256(str(local).encode()).hexdigest()[:12]
