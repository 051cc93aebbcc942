"""What tests of rules cannot reach."""

from __future__ import annotations

import smtplib
import socket
import warnings

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from participation import db

REFUSED = "tests of rules reach no database, no network and no mail"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:////tmp/rules.sqlite3", "postgresql+psycopg://127.0.0.1/x"])
def test_no_database_is_reached(url: str) -> None:
    with pytest.raises(Exception, match=REFUSED):
        create_engine(url).connect()
    with pytest.raises(Exception, match=REFUSED), Session(create_engine(url)) as session:
        session.connection()


def test_no_unit_of_work_is_begun() -> None:
    with (
        pytest.raises(Exception, match=REFUSED),
        db.transaction(db.make_engine("sqlite://")) as unit,
    ):
        unit.connection()


def test_no_network_is_reached() -> None:
    with pytest.raises(Exception, match=REFUSED):
        socket.create_connection(("127.0.0.1", 5432), timeout=1)


def test_no_mail_is_sent() -> None:
    with pytest.raises(Exception, match=REFUSED):
        smtplib.SMTP("127.0.0.1", 25)


def test_a_warning_is_an_error() -> None:
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
