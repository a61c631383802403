"""A real worker, killed in the middle: no mail is lost, and at most one is sent twice (SPEC.md M1, B5, B6)."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from celery import Celery
from django.utils import timezone
from redis import Redis

from tests.wholesale.sink import SmtpSink
from tests.wholesale.workers import kill, wait_until, worker
from wholesale.embedded.broker import REDIS_TRANSPORT_OPTIONS
from wholesale.mail.enums import MailState
from wholesale.mail.models import OutboundEmail
from wholesale.mail.services import queue_email
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = 12


def queue(count: int, name: str = "mail") -> None:
    for number in range(count):
        with acting_as(None):
            queue_email(
                organization_id=None,
                to=f"reader{number}@example.com",
                language="en",
                template="mail/test",
                context={},
                key=f"{name}:{number}",
            )


def sent() -> int:
    with as_owner():
        return OutboundEmail.objects.filter(state=MailState.SENT).count()


def let_leases_end() -> None:
    with as_owner():
        held = OutboundEmail.objects.filter(state=MailState.QUEUED, lease_until__isnull=False)
        held.update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.proof
def test_a_worker_killed_while_it_sends_loses_nothing(tmp_path):
    with SmtpSink() as sink:
        queue(MAILS)
        sink.hesitation_seconds = 0.3
        with worker(tmp_path, mail_url=sink.url) as first:
            wait_until(lambda: len(sink.mails) >= 3, "three mails")
            kill(first)
        sink.hesitation_seconds = 0
        assert sent() < MAILS
        let_leases_end()
        with worker(tmp_path, mail_url=sink.url):
            wait_until(lambda: sent() == MAILS, "all mails")

        assert len(set(sink.keys())) == MAILS
        assert len(sink.keys()) <= MAILS + 1


@pytest.mark.proof
@pytest.mark.redis
def test_over_redis_a_wake_up_is_enough_and_a_flushed_broker_loses_nothing(tmp_path, redis_url):
    waker = Celery(broker=redis_url)
    waker.conf.broker_transport_options = REDIS_TRANSPORT_OPTIONS
    with SmtpSink() as sink:
        with worker(tmp_path, mail_url=sink.url, redis_url=redis_url, beat=False):
            queue(2)
            waker.send_task("mail.send_due")
            wait_until(lambda: sent() == 2, "the mails of a wake-up")
        queue(MAILS, "later")
        waker.send_task("mail.send_due")
        with waker.connection_for_write() as broker:
            channel: Any = broker.default_channel
            assert channel.client.flushdb()
        with worker(tmp_path, mail_url=sink.url, redis_url=redis_url):
            wait_until(lambda: sent() == MAILS + 2, "the mails whose wake-up was lost")

        assert len(set(sink.keys())) == len(sink.keys()) == MAILS + 2


@contextmanager
def redis_on(port: int) -> Iterator[None]:
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait()


@pytest.mark.proof
@pytest.mark.redis
def test_a_worker_outlives_its_broker_and_goes_on_when_that_is_back(tmp_path):
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server on this machine")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with SmtpSink() as sink:
        with redis_on(port):
            url = f"redis://127.0.0.1:{port}/0"
            running = worker(tmp_path, mail_url=sink.url, redis_url=url)
            process = running.__enter__()
            queue(1)
            wait_until(lambda: sent() == 1, "a mail while the broker is there")
            # A broker that goes between a task and its acknowledgement ends the worker (kombu 5.7): it is started anew.
            wait_until(lambda: not Redis.from_url(url).hlen("unacked"), "what is done is acknowledged")
        queue(2, "while it is away")
        time.sleep(3)
        assert process.poll() is None
        with redis_on(port):
            wait_until(lambda: sent() == 3, "the mails of the time without broker")
            running.__exit__(None, None, None)


def test_a_broker_that_is_away_costs_a_request_no_time():
    waker = Celery(broker="redis://127.0.0.1:1/0")
    waker.conf.broker_transport_options = REDIS_TRANSPORT_OPTIONS
    for _ in range(2):
        begun = time.monotonic()
        with pytest.raises(Exception, match="Connection refused"):
            waker.send_task("mail.send_due", retry=False)
    assert time.monotonic() - begun < 1
