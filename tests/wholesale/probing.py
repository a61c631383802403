"""A task for the worker of a test: it tells what the context of its message lets it see and do."""

import pickle
from pathlib import Path

from celery import shared_task

from tests.matrix import MAY, Asker
from tests.probe import row_differences
from wholesale.tenancy.background import ActingTask
from wholesale.tenancy.contexts import acting


@shared_task(base=ActingTask, name="tests.tell")
def tell(folder: str, number: int) -> None:
    """Compare every table with the rows that the test has left in the folder; leave the differences there."""
    rows, context = pickle.loads((Path(folder) / "rows").read_bytes()), acting()  # noqa: S301 - our own
    said = ["no context"]
    if context is not None:
        asker = Asker(context)
        said = [each for table in MAY for each in row_differences(table, asker, rows, foreign_rows=None)]
    draft = Path(folder) / f"draft-{number}"
    draft.write_text("\n".join([str(context), *said]))
    draft.rename(Path(folder) / f"told-{number}")
