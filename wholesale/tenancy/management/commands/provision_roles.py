from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from wholesale.tenancy.roles import Role, provision


class Command(BaseCommand):
    help = "Create or correct the database roles and the database; safe to repeat."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("superuser", help="address of a user who may create roles")
        parser.add_argument("--test", action="store_true", help="a server for tests only")

    def handle(self, *args: Any, **options: Any) -> None:
        database = settings.DATABASES["default"]
        given = {Role.APP: database["PASSWORD"], Role.MIGRATOR: settings.TENANCY_MIGRATOR["PASSWORD"]}
        provision(options["superuser"], database=database["NAME"], test=options["test"], passwords=given)
