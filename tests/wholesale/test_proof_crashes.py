"""R7, R9, R10: web and worker killed again and again, Redis flushed and taken away: no order, no mail is lost."""

import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from bench.data import Market, make_market
from bench.orders import delivery_date, headers_of
from orders.models import Order
from tests.proof import KILLS, PROBES, found
from tests.wholesale.sink import SmtpSink
from tests.wholesale.workers import children_of, kill, start_web, start_worker, wait_until
from wholesale.accounts.models import User
from wholesale.mail.enums import MailState
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner

pytestmark = [pytest.mark.proof, pytest.mark.redis, pytest.mark.django_db(transaction=True)]
READERS, BUYERS = 5, 6
ORDERS = PROBES // 2 // READERS
AWAY_SECONDS = 60 if KILLS >= 100 else 5


class Stack:
    """The product as it runs in production, on a Redis of its own: each part may be killed at any time."""

    def __init__(self, folder: Path, mail_url: str) -> None:
        self.folder, self.mail_url = folder, mail_url
        self.ports = [_free_port(), _free_port()]
        self.redis_url = f"redis://127.0.0.1:{self.ports[1]}/0"
        self.killed: Counter[str] = Counter()
        self.redis = self._start_redis()
        self.web = start_web(folder, port=self.ports[0], mail_url=mail_url, redis_url=self.redis_url)
        self.worker = self._start_worker()

    def kill_something(self, picker: random.Random) -> None:
        """Kill -9 one process of the web server, one of the worker's, or the whole worker, which is started anew."""
        part = ("web", "worker process", "worker")[self.killed.total() % 3]
        if part == "worker":
            self.restart_worker()
        elif children := children_of(self.web if part == "web" else self.worker):
            os.kill(picker.choice(children), signal.SIGKILL)
        else:
            return  # it is just coming up
        self.killed[part] += 1

    def restart_worker(self) -> None:
        """Kill the worker with its processes and its beat; start a new one."""
        kill(self.worker)
        self.worker = self._start_worker()

    def flush_redis(self) -> None:
        """Let the broker forget everything."""
        with redis.Redis.from_url(self.redis_url) as broker:
            assert broker.flushall()

    def take_redis_away(self) -> None:
        """Kill the broker, and start an empty one after a while."""
        self.redis.kill()
        self.redis.wait()
        time.sleep(AWAY_SECONDS)
        self.redis = self._start_redis()

    def end(self) -> None:
        """Kill everything."""
        for process in (self.web, self.worker, self.redis):
            kill(process)

    def _start_worker(self) -> subprocess.Popen[bytes]:
        return start_worker(self.folder, mail_url=self.mail_url, redis_url=self.redis_url)

    def _start_redis(self) -> subprocess.Popen[bytes]:
        command = ["redis-server", "--port", str(self.ports[1]), "--save", "", "--appendonly", "no"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        wait_until(lambda: _listens(self.ports[1]), "Redis")
        return process


class Buyer(threading.Thread):
    """A machine that orders and orders; an order that got no answer is sent again with the same key."""

    def __init__(self, market: Market, number: int, port: int, goes_on: Callable[[], bool]) -> None:
        super().__init__(daemon=True)
        slug, user_id = market.buyers[number]
        self.shop = f"/api/v1/{slug}/buying/suppliers/{market.supplier.slug}/cart"
        self.headers = headers_of(user_id) | {"Content-Type": "application/json"}
        self.products, self.port, self.goes_on = market.product_ids, port, goes_on
        self.numbers: dict[str, int] = {}
        self.picker, self.repeated = random.Random(number), 0

    def run(self) -> None:
        while self.goes_on():
            chosen = self.picker.sample(self.products, 3)
            wanted = {"lines": [{"product_id": str(product), "quantity_units": 1} for product in chosen]}
            self._until_answered("PUT", f"{self.shop}/lines/", wanted, key="")
            key, checkout = str(uuid.uuid4()), {"delivery_date": delivery_date().isoformat()}
            self.numbers[key] = self._until_answered("POST", f"{self.shop}/submission/", checkout, key)[
                "number"
            ]

    def _until_answered(self, method: str, path: str, body: object, key: str) -> dict[str, int]:
        for _ in range(1000):
            try:
                status, answer = self._call(method, path, json.dumps(body), key)
            except (OSError, http.client.HTTPException):
                status, answer = 0, b""  # killed, or not up again yet
            if status in (200, 201):
                taken: dict[str, int] = json.loads(answer)
                return taken
            assert status in (0, 503), (status, answer)
            self.repeated += 1
            time.sleep(0.1)
        raise AssertionError(f"no answer to {method} {path}")

    def _call(self, method: str, path: str, body: str, key: str) -> tuple[int, bytes]:
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            server.request(method, path, body, self.headers | ({"Idempotency-Key": key} if key else {}))
            response = server.getresponse()
            return response.status, response.read()
        finally:
            server.close()


def test_killed_again_and_again_it_loses_no_order_and_no_mail(tmp_path: Path) -> None:
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server on this machine")
    market = make_market(products=20, customers=BUYERS)
    _hire(market, READERS - 1)
    with SmtpSink() as sink:
        stack = Stack(tmp_path, sink.url)
        try:
            buyers = _storm(stack, market)
            wait_until(lambda: _open() == 0, "every mail sent", seconds=600)
        finally:
            stack.end()
        keys = Counter(sink.keys())

    numbers = sorted(number for buyer in buyers for number in buyer.numbers.values())
    twice, workers = keys.total() - len(keys), stack.killed.total() - stack.killed["web"]
    _report(stack, numbers, keys, sum(buyer.repeated for buyer in buyers))
    with as_owner():
        mails = OutboundEmail.objects.filter(template="orders/received").values_list("state", "message_id")
        assert set(mails) == {(MailState.SENT, key) for key in keys}
        assert sorted(Order.objects.values_list("number", flat=True)) == numbers
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(keys) == len(numbers) * READERS
    assert len(numbers) >= ORDERS
    assert stack.killed.total() >= KILLS
    assert twice <= workers


def _report(stack: Stack, numbers: list[int], keys: Counter[str], repeated: int) -> None:
    killed = ", ".join(f"{count} of a {part}" for part, count in stack.killed.items())
    found(
        "R9",
        f"{len(keys):,} mails of {len(numbers):,} orders sent; kill -9: {killed};"
        f" Redis flushed twice and away {AWAY_SECONDS} s",
    )
    found("R10", f"{keys.total() - len(keys)} of {len(keys):,} mails sent twice, under the same Message-ID")
    found("R7", f"{len(numbers):,} orders numbered without a gap; {repeated:,} calls repeated after a kill")


def _storm(stack: Stack, market: Market) -> list[Buyer]:
    """Kill while orders come in and mails go out; return the buyers when the last one has its answer."""
    over, picker = threading.Event(), random.Random(7)
    buyers: list[Buyer] = []

    def goes_on() -> bool:
        time.sleep(0.25)  # leaves the processor to those who are to be killed
        return not over.is_set() or sum(len(buyer.numbers) for buyer in buyers) < ORDERS

    buyers += [Buyer(market, number, stack.ports[0], goes_on) for number in range(BUYERS)]
    for buyer in buyers:
        buyer.start()
    wait_until(lambda: _open() + _sent() > 0, "the first order")
    away = threading.Thread(target=stack.take_redis_away)
    while stack.killed.total() < KILLS:
        before = stack.killed.total()
        stack.kill_something(picker)
        if stack.killed.total() > before and before in (KILLS // 4, KILLS * 3 // 4):
            if away.ident:
                away.join()
            stack.flush_redis()
        elif before == KILLS // 2 and not away.ident:
            away.start()
        time.sleep(picker.uniform(0.2, 2.5))
    away.join()
    over.set()
    for buyer in buyers:
        buyer.join(300)
        assert not buyer.is_alive()
    stack.restart_worker()
    return buyers


def _hire(market: Market, count: int) -> None:
    """Give the supplier so many more people who get its mails."""
    with as_owner():
        for number in range(count):
            user = User.objects.create_user(f"sales{number}@example.com", name=f"Sales {number}")
            Membership.objects.create(user=user, organization=market.supplier, role=MemberRole.ADMIN)


def _open() -> int:
    with as_owner():
        return OutboundEmail.objects.filter(state=MailState.QUEUED).count()


def _sent() -> int:
    with as_owner():
        return OutboundEmail.objects.filter(state=MailState.SENT).count()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
