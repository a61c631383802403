"""Real threads on real transactions: tries and codes counted out by nobody (DATA.md 5.1, R17)."""

import pytest

from invitations import limits, services
from invitations.codes import TRIES, hash_of_place
from invitations.enums import VisitState
from invitations.models import Visit
from tests.invitations.visiting import EMAIL, HOLDER, code_mails, last_code, link_of, send, stored, wrong
from tests.orders.test_races import at_once
from wholesale.api.errors import TooManyRequests
from wholesale.tenancy.testing import acting_as

pytestmark = pytest.mark.server


def test_of_thirty_two_parallel_tries_five_count(committed_world):
    visit = send(committed_world)
    code = wrong(last_code())

    list(at_once(*[lambda: services.try_code(visit=visit, code=code)] * 32))

    assert stored(visit).tries == TRIES
    assert services.try_code(visit=visit, code=last_code()).state == VisitState.WORN_OUT


def test_a_proof_is_used_once_however_many_ask(committed_world):
    visit = send(committed_world)
    services.try_code(visit=visit, code=last_code())

    used = list(at_once(*[lambda: services.use_proof(visit=visit)] * 8))

    assert used.count(True) == 1


def test_an_address_gets_its_five_codes_also_at_once(committed_world):
    link = link_of(committed_world)

    def ask(number):
        return services.send_code(
            link=link,
            tag=None,
            email=EMAIL,
            holder=f"{HOLDER} {number}",
            place_hash=hash_of_place(f"203.0.113.{number}"),
            language="en",
        )

    answers = list(at_once(*(lambda n=n: ask(n) for n in range(16))))

    assert sum(isinstance(answer, Visit) for answer in answers) == limits.CODES_TO_ONE_EMAIL_PER_HOUR
    assert sum(isinstance(answer, TooManyRequests) for answer in answers) == 11
    assert len(code_mails()) == 5
    with acting_as(None):
        assert Visit.objects.filter(email=EMAIL).count() == 5
