from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demo.loading.story import is_loaded, load

SHARES = {"full": 1.0, "small": 0.1}


class Command(BaseCommand):
    help = "Write the demo: suppliers, distributors, retailers and a year of their orders. Once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--share", choices=SHARES, default="full", help="small: enough for a look")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            self.stdout.write("The demo is already loaded.")
            return
        begun = monotonic()
        world = load(share=SHARES[options["share"]])
        self.stdout.write(f"Demo loaded: {len(world.companies)} companies, in {monotonic() - begun:.0f} s.")
