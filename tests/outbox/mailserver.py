"""A mail server of a few lines, to see what really travels."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Mailbox:
    """What the server has acknowledged, and how it behaves.

    ``reply(verb)`` may answer a command in its stead (``"451 later"``). ``arrived`` is set when a mail's last line
    has come in; the acknowledgement waits for ``may_acknowledge``.
    """

    port: int = 0
    extensions: tuple[str, ...] = ("8BITMIME", "SMTPUTF8")
    reply: Callable[[str], str | None] = lambda _verb: None
    received: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    may_acknowledge: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.received]  # type: ignore[misc]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A server on a free port of this machine, while the block runs."""
    box = Mailbox()
    box.may_acknowledge.set()

    class Conversation(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self) -> None:
            try:
                self.say("220 test")
                self.converse()
            except OSError:
                pass  # the other side was killed

        def converse(self) -> None:
            sender = recipient = ""
            for line in self.rfile:
                text = line.decode().strip()
                verb = text.split(" ", 1)[0].upper()
                instead = box.reply(verb)
                if instead is not None:
                    self.say(instead)
                elif verb == "EHLO":
                    for extension in box.extensions:
                        self.say(f"250-{extension}")
                    self.say("250 OK")
                elif verb in ("MAIL", "RCPT"):
                    address = text[text.index("<") + 1 : text.index(">")]
                    sender, recipient = (address, recipient) if verb == "MAIL" else (sender, address)
                    self.say("250 OK")
                elif verb == "DATA":
                    self.say("354 go on")
                    mail = self.mail()
                    box.arrived.set()
                    box.may_acknowledge.wait(30)
                    self.say("250 OK")  # raises when the other side is gone: then nothing was acknowledged
                    self.wfile.flush()
                    box.received.append(mail)
                    box.envelopes.append((sender, recipient))
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 OK")

        def mail(self) -> bytes:
            lines: list[bytes] = []
            for line in self.rfile:
                if line == b".\r\n":
                    break
                lines.append(line[1:] if line.startswith(b"..") else line)
            return b"".join(lines)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Conversation) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            box.may_acknowledge.set()
            server.shutdown()
            thread.join()
