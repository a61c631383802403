"""One import by the command, and what it took; bench.sheets starts it."""

import io
import json
import sys

import django

from bench.sheets import peak_megabytes


def main() -> None:
    """Run the command with these arguments and print one line of JSON."""
    django.setup()
    from django.core.management import CommandError, call_command

    said = io.StringIO()
    try:
        call_command(f"import_{sys.argv[1]}", *sys.argv[2:], "--supplier", "bench", stdout=said)
    except CommandError as error:
        said.write(str(error))
    lines = said.getvalue().splitlines()
    print(json.dumps({"megabytes": peak_megabytes(), "said": lines[-1] if lines else ""}))


if __name__ == "__main__":
    main()
