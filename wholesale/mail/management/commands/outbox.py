"""Look into the outbox; put back what was given up."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from wholesale.mail.outbox import requeue_mails, state_of_outbox
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


class Command(BaseCommand):
    help = "Show how many mails wait, were sent or given up; --requeue puts the given-up ones back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--requeue", nargs="*", type=UUID, metavar="ID", help="put these mails back, or all without an id"
        )
        parser.add_argument("--max-age", type=int, metavar="SECONDS", help="fail when a due mail is older")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["requeue"] is not None:
            with act_as(Context(Role.SENDER)), transaction.atomic():
                count = requeue_mails(mails=options["requeue"] or None)
            self.stdout.write(f"put back: {count}")
        state = state_of_outbox()
        for name, count in state.by_state.items():
            self.stdout.write(f"{name:<11}{count:>8}")
        self.stdout.write(f"oldest due: {state.oldest_due_seconds} s")
        for mail in state.dead:
            self.stdout.write(f"dead  {mail.pk}  {mail.to}  {mail.subject!r}  {mail.last_error}")
        if options["max_age"] is not None and state.oldest_due_seconds > options["max_age"]:
            raise SystemExit(1)
