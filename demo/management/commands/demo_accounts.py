import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demo import cast
from demo.accounts import Account, accounts


class Command(BaseCommand):
    help = "Show who can sign in to the demo: by company and side the email, password and API token."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="everybody, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        found = accounts()
        if options["json"]:
            self.stdout.write(json.dumps([account.row() for account in found], indent=1))
        elif found:
            self._show(found)
        else:
            self.stdout.write("The demo is not loaded: manage.py load_demo")

    def _show(self, found: list[Account]) -> None:
        self.stdout.write(f"The password of everybody in the demo: {cast.PASSWORD}\n")
        named = list({(each.organization, each.side, each.role): each for each in reversed(found)}.values())[
            ::-1
        ]
        named = [each for each in named if (each.organization, each.role) in cast.FIRST_TO_TRY]
        for account in named:
            at = f"{account.name}, {account.side}, {account.role}"
            self.stdout.write(f"  {account.email:<46} {at}")
        self.stdout.write(
            f"  and {len(found) - len(named)} more, with API tokens: manage.py demo_accounts --json"
        )
