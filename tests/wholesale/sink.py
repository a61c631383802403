"""A mail server for tests: takes mails over SMTP, remembers them, refuses or hesitates when told to."""

import email
import socketserver
import threading
import time
from email.message import Message
from typing import Self


class SmtpSink(socketserver.ThreadingTCPServer):
    """Listens on a free port. `refusals` maps an address to the SMTP answer to its RCPT."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails: list[Message] = []
        self.refusals: dict[str, str] = {}
        self.hesitation_seconds = 0.0
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        """Return its address, as EMAIL_URL takes it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()

    def keys(self) -> list[str]:
        """Return the Message-IDs that arrived, in order; the same twice is a mail sent twice."""
        with self.lock:
            return [mail["Message-ID"] for mail in self.mails]


class _Conversation(socketserver.StreamRequestHandler):
    server: SmtpSink

    def handle(self) -> None:
        self.say("220 sink")
        try:
            while line := self.rfile.readline():
                if not self.answer(line.decode().strip()):
                    return
        except OSError:
            pass  # the sender was killed

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def answer(self, line: str) -> bool:
        verb = line[:4].upper()
        if verb == "DATA":
            self.take()
        elif verb == "RCPT":
            reader = line.partition("<")[2].partition(">")[0]
            self.say(self.server.refusals.get(reader, "250 ok"))
        else:
            self.say("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line)
        with self.server.lock:
            self.server.mails.append(email.message_from_bytes(b"".join(lines)))
        time.sleep(self.server.hesitation_seconds)
        self.say("250 taken")
