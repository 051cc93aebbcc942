"""How messages leave: as mail through an SMTP server, or as files."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

import idna

from participation.outbox import STEP_SECONDS, Letter, Transport
from participation.texts import language_tag


def compose(letter: Letter, sender_name: str, sender_address: str) -> EmailMessage:
    """The letter as a mail: plain text and HTML, with a way to unsubscribe where there is one.

    The domain of the recipient is written in ASCII, as every server understands it; only a name in other letters
    before the ``@`` needs a server that takes SMTPUTF8.
    """
    to = _ascii_domain(letter.recipient)
    mail = EmailMessage(policy=policy.SMTP if to.isascii() else policy.SMTPUTF8)
    mail["Subject"] = letter.subject
    mail["From"] = formataddr((sender_name, sender_address))
    mail["To"] = to
    mail["Date"] = format_datetime(letter.created_at)
    mail["Message-ID"] = f"<{letter.message_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    mail["Content-Language"] = language_tag(letter.locale)  # last: setting the content takes Content-… away
    return mail


def _ascii_domain(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain if domain.isascii() else idna.encode(domain, uts46=True).decode('ascii')}"


class FileTransport:
    """Writes each mail to a folder as ``.eml``; the same message always to the same file."""

    def __init__(self, folder: Path, sender_name: str, sender_address: str) -> None:
        self.folder = folder
        self.sender = (sender_name, sender_address)
        folder.mkdir(parents=True, exist_ok=True)

    def send(self, letter: Letter) -> None:
        name = letter.message_id.split("@", 1)[0]
        unfinished = self.folder / f".{name}.part"
        unfinished.write_bytes(bytes(compose(letter, *self.sender)))
        unfinished.replace(self.folder / f"{name}.eml")


class SmtpTransport:
    """Sends each mail through an SMTP server, with STARTTLS where the server offers it."""

    def __init__(self, url: str, sender_name: str, sender_address: str) -> None:
        parts = urlsplit(url)
        self.tls = parts.scheme == "smtps"
        self.host = parts.hostname or "localhost"
        self.port = parts.port or (465 if self.tls else 25)
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")
        self.sender = (sender_name, sender_address)

    def send(self, letter: Letter) -> None:
        mail = compose(letter, *self.sender)
        server = self._connect()
        try:
            self._greet(server)
            server.send_message(mail)
        finally:
            # What the server has accepted is sent, however it says goodbye.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        if self.tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=STEP_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=STEP_SECONDS)

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if not self.tls and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
        if self.user:
            server.login(self.user, self.password)


def transport_for(url: str, sender_name: str, sender_address: str) -> Transport:
    """The transport that ``PARTICIPATION_MAIL`` names (``smtp://``, ``smtps://`` or ``file:DIR``)."""
    if url.startswith("file:"):
        return FileTransport(Path(url.removeprefix("file:")), sender_name, sender_address)
    return SmtpTransport(url, sender_name, sender_address)
