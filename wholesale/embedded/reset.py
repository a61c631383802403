"""Begin anew: `python -m wholesale.embedded.reset` removes the embedded database, broker and uploads."""

import shutil
import sys

from wholesale.embedded.errors import EmbeddedServerError
from wholesale.embedded.places import LOCAL, home
from wholesale.embedded.server import Server


def reset() -> None:
    """Stop the embedded servers and remove all that this checkout keeps.

    Raises: EmbeddedServerError while another process uses one; then that one stays.
    """
    for folder in (home() / "server", *(home() / "tests").glob("t*")):
        Server(folder, shared=home()).erase()
    for folder in (home(), LOCAL):
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        reset()
    except EmbeddedServerError as error:
        sys.exit(str(error))
