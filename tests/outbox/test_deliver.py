"""Sending: one worker or several, with failures and deaths between the attempts."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from participation import clock, outbox
from participation.outbox import CLAIM, FIRST_RETRY, LONGEST_RETRY, MOST_ATTEMPTS, Letter
from participation.transports import FileTransport
from tests.outbox.conftest import Post


class Bag:
    """A transport that collects, and fails where it is told to."""

    def __init__(self, *errors: BaseException | None) -> None:
        self.sent: list[str] = []
        self.tried: list[str] = []
        self._errors = list(errors)

    def send(self, letter: Letter) -> None:
        self.tried.append(letter.recipient)
        error = self._errors.pop(0) if self._errors else None
        if error is not None:
            raise error
        self.sent.append(letter.recipient)


class Killed(BaseException):
    """Stands for the death of the process: nothing after it runs."""


def test_each_message_is_sent_once_and_never_again(post: Post, engine: Engine) -> None:
    post.put("a@example.org")
    post.put("b@example.org")
    bag = Bag()
    assert outbox.deliver(engine, bag) == 2
    assert outbox.deliver(engine, bag) == 0
    assert bag.sent == ["a@example.org", "b@example.org"]
    assert [m.sent_at is not None for m in post.all()] == [True, True]


def test_two_workers_at_once_never_claim_the_same(post: Post, engine: Engine) -> None:
    for n in range(60):
        post.put(f"r{n}@example.org")
    together = threading.Barrier(3)
    bags = [Bag(), Bag(), Bag()]

    def work(bag: Bag) -> None:
        together.wait()
        outbox.deliver(engine, bag)

    threads = [threading.Thread(target=work, args=(bag,)) for bag in bags]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(r for bag in bags for r in bag.sent) == Counter({f"r{n}@example.org": 1 for n in range(60)})


def test_a_claim_that_has_run_out_under_a_slow_sender_is_not_sent_by_both(post: Post, engine: Engine) -> None:
    post.put("a@example.org")
    post.put("b@example.org")
    other = Bag()

    class Slow(Bag):
        def send(self, letter: Letter) -> None:
            super().send(letter)
            with clock.at(clock.now() + CLAIM + timedelta(seconds=1)):
                outbox.deliver(engine, other)  # by now, what is still claimed has run out

    slow = Slow()
    outbox.deliver(engine, slow)
    # The first is in flight when its claim runs out (that takes longer than sending may take); the second is not.
    assert slow.sent == ["a@example.org"]
    assert other.sent.count("b@example.org") == 1


@pytest.mark.parametrize("error", [ConnectionRefusedError("no"), RuntimeError("a defect"), UnicodeError("odd")])
def test_whatever_goes_wrong_with_one_leaves_the_others_alone(post: Post, engine: Engine, error: Exception) -> None:
    post.put("a@example.org")
    post.put("b@example.org")
    bag = Bag(error)
    assert outbox.deliver(engine, bag) == 1
    assert bag.sent == ["b@example.org"]
    failed = post.all()[0]
    assert (failed.sent_at, failed.claimed_until, failed.attempts) == (None, None, 1)
    assert failed.last_error == f"{type(error).__name__}: {error}"


def test_a_failed_message_waits_twice_as_long_each_time(post: Post, engine: Engine) -> None:
    post.put()
    now = clock.now()
    waits = []
    for _ in range(12):
        with clock.at(now):
            assert outbox.deliver(engine, Bag(OSError("later"))) == 0
        waits.append(post.one().not_before - now)
        with clock.at(post.one().not_before - timedelta(microseconds=1)):
            assert outbox.claim(engine) == []
        now = post.one().not_before
    assert waits == [min(FIRST_RETRY * 2**n, LONGEST_RETRY) for n in range(12)]


def test_after_a_week_of_failures_it_stays_unsent_with_its_error(post: Post, engine: Engine) -> None:
    post.put()
    now = clock.now()
    start = now
    tries = 0
    while True:
        with clock.at(now):
            bag = Bag(OSError("no such mailbox"))
            outbox.deliver(engine, bag)
        if not bag.tried:
            break
        tries += 1
        now = post.one().not_before
    assert tries == MOST_ATTEMPTS
    assert timedelta(days=7) < now - start < timedelta(days=10)
    assert (post.one().sent_at, post.one().last_error) == (None, "OSError: no such mailbox")


def test_a_worker_that_dies_between_attempts_loses_nothing(post: Post, engine: Engine) -> None:
    post.put("a@example.org")
    post.put("b@example.org")
    first = Bag(None, Killed())
    with pytest.raises(Killed):
        outbox.deliver(engine, first)
    assert first.sent == ["a@example.org"]
    second = Bag()
    assert outbox.deliver(engine, second) == 0  # still claimed by the dead
    with clock.at(clock.now() + CLAIM + timedelta(seconds=1)):
        assert outbox.deliver(engine, second) == 1
    assert second.sent == ["b@example.org"]


def test_a_worker_that_dies_after_the_server_acknowledged_sends_a_second_copy_with_the_same_message_id(
    post: Post, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put()
    copies: list[str] = []

    class Acknowledged(Bag):
        def send(self, letter: Letter) -> None:
            copies.append(letter.message_id)

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(outbox, "_note_sent", dies)
        with pytest.raises(Killed):
            outbox.deliver(engine, Acknowledged())
    with clock.at(clock.now() + CLAIM + timedelta(seconds=1)):
        assert outbox.deliver(engine, Acknowledged()) == 1
    assert len(copies) == 2
    assert copies[0] == copies[1]


def test_files_are_one_even_if_the_worker_dies_after_writing(
    post: Post, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.put()
    transport = FileTransport(tmp_path / "post", "Kommunen", "kommun@example.org")

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(outbox, "_note_sent", dies)
        with pytest.raises(Killed):
            outbox.deliver(engine, transport)
    with clock.at(clock.now() + CLAIM + timedelta(seconds=1)):
        outbox.deliver(engine, transport)
    assert len(list((tmp_path / "post").iterdir())) == 1


def test_a_worker_told_to_stop_gives_back_what_it_has_not_tried(post: Post, engine: Engine) -> None:
    for n in range(3):
        post.put(f"r{n}@example.org")
    bag = Bag()
    outbox.deliver(engine, bag, should_stop=lambda: bool(bag.sent))
    assert bag.sent == ["r0@example.org"]
    assert [(m.claimed_until, m.attempts) for m in post.all()] == [(None, 1), (None, 0), (None, 0)]


def test_a_message_is_not_looked_for_in_a_window_of_time(post: Post, engine: Engine) -> None:
    with clock.at(clock.now() - timedelta(days=400)):
        post.put("old@example.org")
    post.put("new@example.org")
    bag = Bag()
    outbox.deliver(engine, bag)
    assert bag.sent == ["old@example.org", "new@example.org"]
