"""What the environment does not say, said: the addresses of the embedded services."""

import atexit
import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from wholesale.embedded.broker import make_folders
from wholesale.embedded.places import LOCAL, home
from wholesale.embedded.server import Server

DATABASE = "cratebook"
EMBEDDED_IN = ("development", "test")
WITHOUT_DATABASE = frozenset(
    {"collectstatic", "compilemessages", "diffsettings", "help", "makemessages", "provision_roles"}
)


def prepare_environment(argv: Sequence[str]) -> None:
    """Fill `os.environ` so that settings can be read; begin the embedded server if it is needed.

    With DATABASE_URL set nothing is started. Without it this is a developer's machine: the embedded server
    runs for as long as this process lives (and any other that uses it), and has its roles. In production the
    address must be given.

    Args:
        argv: the command line of manage.py, whose commands without a database start none.
    """
    environ = os.environ
    command = argv[1] if len(argv) > 1 else "help"
    embedded = not environ.get("DATABASE_URL")
    if embedded or command == "dev":
        _develop()
    if not environ.get("REDIS_URL"):
        make_folders(broker_folder())
    if (
        not embedded or environ["CRATEBOOK_ENV"] not in EMBEDDED_IN
    ):  # settings refuse what is missing or unknown
        return
    server = Server(home() / "server", shared=home())
    prefix = environ.setdefault("TENANCY_ROLE_PREFIX", DATABASE)
    environ["DATABASE_URL"] = server.address(role=f"{prefix}_app", database=DATABASE)
    environ["DATABASE_ADMIN_URL"] = server.address(role=f"{prefix}_migrator", database=DATABASE)
    if command not in WITHOUT_DATABASE:
        server.join()
        atexit.register(server.leave)
        _provision(server)


def _develop() -> None:
    environ = os.environ
    environ.setdefault("CRATEBOOK_ENV", "development")
    environ.setdefault("BASE_URL", f"http://127.0.0.1:{environ.get('PORT', '8000')}")
    # Celery warns root at length; on this machine there is nothing to protect from its tasks.
    environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser privileges")
    if not environ.get("SECRET_KEY"):
        environ["SECRET_KEY"] = _secret_key(LOCAL / "secret_key")


def broker_folder() -> Path:
    """Return where the files of the embedded broker lie."""
    return Path(os.environ.get("BROKER_FOLDER") or LOCAL / "broker")


def _provision(server: Server) -> None:
    """Give the server its roles and database, unless this version of them is there."""
    from wholesale.tenancy import roles

    version = hashlib.sha256(Path(roles.__file__).read_bytes()).hexdigest()
    marker = server.home / "provisioned"
    with server.locked():
        if not marker.exists() or marker.read_text() != version:
            roles.provision(server.superuser_address, database=DATABASE, test=False, passwords={})
            marker.write_text(version)


def _secret_key(file: Path) -> str:
    """Return the development key of this checkout, made on first use, so that sessions outlive restarts."""
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        draft.replace(file)
    return file.read_text().strip()
