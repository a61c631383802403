"""What the generator of hostile calls knows of Cratebook, loaded by it in an environment of its own (make fuzz).

FUZZ_FOREIGN names a JSON file: the ids of rows that the caller must never read.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import schemathesis

FOREIGN = frozenset(json.loads(Path(os.environ["FUZZ_FOREIGN"]).read_text()))
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@schemathesis.check
def no_foreign_row(_context: Any, response: Any, case: Any) -> None:
    """Refuse an answer that holds the id of a row which its caller may not read, unless the call itself named it."""
    named = set(UUIDS.findall(f"{response.request.url} {response.request.body!r}"))
    leaked = FOREIGN & set(UUIDS.findall(response.content.decode(errors="replace"))) - named
    assert not leaked, f"{case.method} {case.path} shows {sorted(leaked)[:3]}"


@schemathesis.check
def no_server_error(_context: Any, response: Any, case: Any) -> None:
    """Refuse every 5xx; 503 is for a database that is away, and it is not."""
    assert response.status_code < 500, f"{case.method} {case.path}: {response.status_code}"
