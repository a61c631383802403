"""A real worker mails an external distributor the papers of what is stored when they leave (M1, DATA.md 00)."""

import io
from pathlib import Path

import openpyxl
import pytest

from orders.models import OrderLine
from tests.orders.external import DUSK, place, token_in
from tests.wholesale.sink import SmtpSink
from tests.wholesale.workers import wait_until, worker
from tests.world import World
from wholesale.mail.enums import MailState
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import as_owner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proof]


def is_sent() -> bool:
    with as_owner():
        row = OutboundEmail.objects.get(to=DUSK, template="orders/external_order")
    return (row.state, row.attempts, row.text) == (MailState.SENT, 1, "")


def test_the_papers_are_those_of_the_order_as_it_is_stored_then(
    committed_world: World, tmp_path: Path
) -> None:
    order = place(committed_world)
    with as_owner():
        OrderLine.objects.filter(order=order).update(quantity_units=1, ordered_units=1)

    with SmtpSink() as sink, worker(tmp_path, mail_url=sink.url):
        wait_until(is_sent, "the mail to dusk")
        (mail,) = [mail for mail in sink.mails if mail["To"] == DUSK and "Order" in mail["Subject"]]

    files = {part.get_filename(): part for part in mail.walk() if part.get_filename()}
    assert set(files) == {f"alder-{order.number}.pdf", f"alder-{order.number}.xlsx"}
    content = files[f"alder-{order.number}.xlsx"].get_payload(decode=True)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)  # type: ignore[arg-type,union-attr]
    assert dict(zip(rows[0], rows[1], strict=True))["Ordered"] == 1
    assert files[f"alder-{order.number}.pdf"].get_payload(decode=True)[:5] == b"%PDF-"  # type: ignore[index]
    text = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    assert token_in(text.get_payload(decode=True).decode())  # type: ignore[union-attr]
