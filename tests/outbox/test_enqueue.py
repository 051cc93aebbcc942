"""A message is exactly one for each recipient and event, whoever puts it there and however often."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy.engine import Engine

from participation import db, outbox
from tests.outbox.conftest import Post


def test_the_same_event_for_the_same_recipient_is_one_message(post: Post) -> None:
    assert [post.put(), post.put(), post.put(recipient=" KIM@example.org ")] == [True, False, False]
    assert [m.recipient for m in post.all()] == ["kim@example.org"]


def test_another_recipient_or_another_event_is_another_message(post: Post) -> None:
    assert [post.put(), post.put(recipient="mo@example.org"), post.put(event="event:2")] == [True, True, True]
    assert len(post.all()) == 3


def test_a_message_of_a_transaction_that_fails_is_never_there(post: Post, engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction(engine):
        outbox.enqueue(recipient="kim@example.org", event="e", locale="sv", subject="s", text="t", html="h")
        raise ZeroDivisionError
    assert post.all() == []


def test_twenty_at_once_put_one_message(post: Post) -> None:
    together = threading.Barrier(20)
    made: list[bool] = []
    failed: list[BaseException] = []

    def put() -> None:
        together.wait()
        try:
            made.append(post.put())
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=put) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(made) == [False] * 19 + [True]
    assert len(post.all()) == 1


@pytest.mark.parametrize(
    "recipient",
    [
        "kim@example.org\nBcc: all@example.org",
        "kim@example.org\r\nX: y",
        "kim@example.org, mo@example.org",
        "Kim <kim@example.org>",
        '"a b"@example.org',
        "kim",
        "@example.org",
        "kim@",
        "",
        "kim\x00@example.org",
        "kim\u2028@example.org",
        "k" * 250 + "@example.org",
    ],
)
def test_what_is_not_one_plain_address_is_no_recipient(post: Post, recipient: str) -> None:
    with pytest.raises(ValueError, match="recipient"):
        post.put(recipient=recipient)
    assert post.all() == []


def test_a_subject_is_one_line_however_it_is_given(post: Post) -> None:
    post.put(subject="Hej\r\nBcc: all@example.org\n\tdu")
    assert post.one().subject == "Hej Bcc: all@example.org du"
