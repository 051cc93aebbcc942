"""What a mail server gets, and what becomes of a message that it does not take."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from participation import clock, outbox
from participation.outbox import Transport
from participation.transports import FileTransport, SmtpTransport, transport_for
from tests.outbox.conftest import Post
from tests.outbox.mailserver import Mailbox


def smtp(box: Mailbox) -> Transport:
    return transport_for(box.url, "Vänersborgs kommun", "kommun@vanersborg.example")


def lines(mail: EmailMessage, kind: str) -> list[str]:
    """The lines of a mail's part, ``plain`` or ``html``."""
    part = mail.get_body((kind,))
    assert part is not None
    return [line for line in part.get_content().splitlines() if line]


def test_a_mail_has_both_parts_and_says_where_it_comes_from(post: Post, engine: Engine, box: Mailbox) -> None:
    post.put(
        subject="Din idé är dold", locale="sv-lattlast", unsubscribe_url="https://dialog.example/sv/receipts/u/abc"
    )
    assert outbox.deliver(engine, smtp(box)) == 1
    assert box.envelopes == [("kommun@vanersborg.example", "kim@example.org")]
    (mail,) = box.mails
    assert mail["Subject"] == "Din idé är dold"
    assert mail["From"] == "Vänersborgs kommun <kommun@vanersborg.example>"
    assert mail["To"] == "kim@example.org"
    assert mail["Content-Language"] == "sv-x-lattlast"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://dialog.example/sv/receipts/u/abc>"
    assert lines(mail, "plain") == ["Hej på dig."]
    assert lines(mail, "html") == ["<p>Hej på dig.</p>"]


def test_a_message_that_cannot_be_unsubscribed_offers_nothing(post: Post, engine: Engine, box: Mailbox) -> None:
    post.put()
    outbox.deliver(engine, smtp(box))
    assert box.mails[0]["List-Unsubscribe"] is None


@pytest.mark.parametrize("verb", ["EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["451 try again later", "550 no"])
def test_what_the_server_refuses_is_tried_again_later(
    post: Post, engine: Engine, box: Mailbox, verb: str, answer: str
) -> None:
    box.reply = lambda v: answer if v == verb or (verb == "EHLO" and v == "HELO") else None
    post.put()
    assert outbox.deliver(engine, smtp(box)) == 0
    assert box.received == []
    waiting = post.one()
    assert waiting.sent_at is None and answer[:3] in waiting.last_error
    box.reply = lambda _v: None
    with clock.at(waiting.not_before + timedelta(seconds=1)):
        assert outbox.deliver(engine, smtp(box)) == 1
    assert len(box.received) == 1


def test_a_server_that_is_not_there_is_tried_again_later(post: Post, engine: Engine) -> None:
    post.put()
    assert outbox.deliver(engine, SmtpTransport("smtp://127.0.0.1:1", "K", "k@example.org")) == 0
    assert post.one().attempts == 1


@pytest.mark.parametrize("goodbye", ["421 I am going down", "nonsense"])
def test_what_is_acknowledged_is_sent_however_the_server_says_goodbye(
    post: Post, engine: Engine, box: Mailbox, goodbye: str
) -> None:
    box.reply = lambda v: goodbye if v == "QUIT" else None
    post.put()
    assert outbox.deliver(engine, smtp(box)) == 1
    assert outbox.deliver(engine, smtp(box)) == 0
    assert len(box.received) == 1


def test_a_domain_in_any_letters_is_written_as_every_server_reads_it(post: Post, engine: Engine, box: Mailbox) -> None:
    box.extensions = ()
    post.put("kim@blåbär.example")
    assert outbox.deliver(engine, smtp(box)) == 1
    assert box.envelopes[0][1] == "kim@xn--blbr-noae.example"


def test_a_name_in_any_letters_is_sent_to_a_server_that_takes_it(post: Post, engine: Engine, box: Mailbox) -> None:
    post.put("بريد@example.org")
    assert outbox.deliver(engine, smtp(box)) == 1
    assert box.envelopes[0][1] == "بريد@example.org"
    assert box.mails[0]["To"] == "بريد@example.org"


def test_a_name_in_any_letters_waits_if_the_server_does_not_take_it(post: Post, engine: Engine, box: Mailbox) -> None:
    box.extensions = ()
    post.put("بريد@example.org")
    assert outbox.deliver(engine, smtp(box)) == 0
    assert post.one().last_error.startswith(smtplib.SMTPNotSupportedError.__name__)


def test_a_line_of_one_dot_does_not_end_the_mail(post: Post, engine: Engine, box: Mailbox) -> None:
    post.put(text="före\n.\nefter\n")
    outbox.deliver(engine, smtp(box))
    assert lines(box.mails[0], "plain") == ["före", ".", "efter"]


def test_files_are_mails_that_can_be_opened(post: Post, engine: Engine, tmp_path: Path) -> None:
    post.put(subject="Hej då")
    transport = transport_for(f"file:{tmp_path / 'post'}", "Kommunen", "kommun@example.org")
    assert isinstance(transport, FileTransport)
    assert outbox.deliver(engine, transport) == 1
    (written,) = (tmp_path / "post").iterdir()
    assert written.suffix == ".eml"
    assert b"\r\nSubject: Hej =?utf-8?" in b"\r\n" + written.read_bytes()
