"""Why a file cannot be read: a code, and the numbers that belong into its words (wholesale/sheets/errors.py)."""

from typing import Any


class Unreadable(Exception):
    """The file is not a sheet that we read."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values
