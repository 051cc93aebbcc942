"""The command line: ``participation …``."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from participation import db, migrations, schema
from participation.access import SYSTEM, Role
from participation.benchmarks.cli import group as benchmarks
from participation.bodies.rules import BodyKind
from participation.handbook import shipped as handbook
from participation.settings import Settings, SettingsError
from participation.texts import Texts


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Participation: resident dialogues of a municipality."""


def configured(**overrides: Any) -> Settings:
    """The settings, or an end with the sentence that says what is wrong."""
    schema.require()
    try:
        return Settings.from_environment(**overrides)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@main.group("db")
def database() -> None:
    """The database."""


@database.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest version."""
    settings = configured()
    engine = db.make_engine(settings.database_url)
    migrations.upgrade(engine)
    with db.transaction(engine):
        installed = handbook.install()
    click.echo("The database is up to date." + (" The handbook is in it as version 1." if installed else ""))


@main.group("body")
def body() -> None:
    """The municipality's organs."""


@body.command("add")
@click.option("--kind", type=click.Choice([k.value for k in BodyKind]), required=True)
@click.option("--code", required=True, help="What its registry numbers begin with, such as KS.")
@click.option("--name", required=True, help="Its name in Swedish.")
@click.option(
    "--name-in", type=(str, str), multiple=True, help="Its name in another language: en 'Building committee'."
)
@click.option(
    "--valid-from", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Its first day, such as 2027-01-01."
)
def body_add(kind: str, code: str, name: str, name_in: tuple[tuple[str, str], ...], valid_from: datetime) -> None:
    """Enter an organ: the council, the executive board or a committee."""
    from participation.bodies.actions import register_body

    with db.transaction(db.make_engine(configured().database_url)):
        names = Texts(dict(name_in)).put("sv", name)
        register_body(SYSTEM, kind=BodyKind(kind), code=code, names=names, valid_from=valid_from.date())
    click.echo(f"{name} ({code}) can hold dialogues from {valid_from:%Y-%m-%d}.")


@main.group("law")
def law() -> None:
    """The legal register."""


@law.command("enter-known")
def law_enter_known() -> None:
    """Enter the legal bases that come with the service and are not in the register yet.

    The municipality's lawyer confirms them before they are used; the system administrator changes them on a page.
    """
    from participation.legal.actions import enter_known

    with db.transaction(db.make_engine(configured().database_url)):
        codes = enter_known(SYSTEM)
    click.echo(f"Entered: {', '.join(codes)}." if codes else "They are in the register already.")


@main.group("user")
def user() -> None:
    """Accounts."""


@user.command("create")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([r.value for r in Role]), multiple=True, required=True)
@click.option("--body", "body_code", help="Code of the body the roles are held for (default: all).")
@click.password_option(envvar="PARTICIPATION_NEW_PASSWORD", help="At least 12 characters.")
def user_create(email: str, name: str, role: tuple[str, ...], body_code: str | None, password: str) -> None:
    """Register a person who signs in, with their roles."""
    from participation.accounts.actions import assign_role, register_account
    from participation.bodies.queries import body_by_code

    engine = db.make_engine(configured().database_url)
    with db.transaction(engine):
        body = body_by_code(body_code) if body_code else None
        if body_code and body is None:
            raise click.ClickException(f"There is no body with the code {body_code}.")
        try:
            account = register_account(SYSTEM, email=email, name=name, password=password)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        for value in role:
            assign_role(SYSTEM, account, Role(value), body_id=body.id if body else None)
    click.echo(f"{name} can sign in as {email}.")


@main.group("population")
def population() -> None:
    """Figures of who lives here, which surveys are compared with."""


@population.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="Who has published the figures: “Statistics Sweden”.")
@click.option("--date", "taken_on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day they are of.")
@click.option("--title", default="", help="What the table is called (default: the name of the file).")
@click.option("--table", default="", help="The publisher's name of the table.")
def population_import(file: Path, source: str, taken_on: datetime, title: str, table: str) -> None:
    """Import a table in CSV or JSON-stat 2.0. The same file with the same source and date is imported once.

    The first line of a CSV file names its columns: age, sex, born, area, and people for the number. An empty group
    stands for everybody. Single years are put together to the groups that surveys ask about.
    """
    from participation import i18n
    from participation.population import words
    from participation.population.actions import import_table
    from participation.population.reading import read
    from participation.population.rules import MAXIMUM, About, Unreadable
    from participation.uploads import digest

    about = About(title or file.stem[: MAXIMUM["title"]], source, taken_on.date(), table)
    for name in ("title", "source", "table"):
        if len(getattr(about, name)) > MAXIMUM[name]:
            raise click.ClickException(f"The {name} is longer than {MAXIMUM[name]} characters.")
    content = file.read_bytes()
    with i18n.using("en"):
        try:
            understood = read(content)
        except Unreadable as error:
            raise click.ClickException(words.fault_sentence(error)) from error
        with db.transaction(db.make_engine(configured().database_url)):
            try:
                import_table(SYSTEM, about, understood.figures, key=digest(repr(about).encode() + content))
            except ValueError as error:
                raise click.ClickException(f"{error}.") from error
        for variable, people in understood.figures.items():
            click.echo(f"{i18n.label(variable)}: {', '.join(f'{band} = {n}' for band, n in people.items())}")
        for variable, band in understood.without:
            click.echo(f"{i18n.label(variable)}: no figure for {band}.")


@main.group("policy")
def policy() -> None:
    """The municipality's policy for resident dialogue."""


@policy.command("load")
@click.argument("files", nargs=-1, required=True, metavar="LANGUAGE=FILE...")
@click.option("--adopted-by", required=True, help="Which body adopted it, as it is cited: Kommunfullmäktige.")
@click.option("--adopted-on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day of the decision.")
@click.option("--paragraph", default="", help="The section in the minutes.")
@click.option("--registry-number", default="", help="Such as KS 2026/123.")
def policy_load(
    files: tuple[str, ...], adopted_by: str, adopted_on: datetime, paragraph: str, registry_number: str
) -> None:
    """Propose the policy's text, a Markdown file for each language: sv=policy.md en=policy-in-english.md.

    It becomes public when a coordinator or a system administrator has read it in the back office and publishes it.
    """
    from participation.policy.actions import propose

    texts = Texts(dict(_text_in_file(pair) for pair in files))
    if not texts.sv:
        raise click.ClickException("The policy is needed in Swedish at least: sv=FILE.")
    with db.transaction(db.make_engine(configured().database_url)):
        version = propose(
            SYSTEM,
            text=texts,
            adopted_by=adopted_by,
            adopted_on=adopted_on.date(),
            paragraph=paragraph,
            registry_number=registry_number,
        )
        reference = version.reference
    click.echo(f"Proposed: {reference}. Publish it in the back office, under “The policy’s text”.")


def _text_in_file(pair: str) -> tuple[str, str]:
    """The language and the text of ``sv=FILE``, or an end with the sentence that says what is wrong."""
    from participation.policy.rules import MAXIMUM
    from participation.settings import LOCALES

    code, _, name = pair.partition("=")
    if code not in LOCALES or not name:
        raise click.ClickException(f"Write a language and a file, such as sv=policy.md, instead of {pair!r}.")
    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{name} cannot be read as text: {error}") from error
    if len(text) > MAXIMUM["text"]:
        raise click.ClickException(f"{name} has {len(text)} characters; at most {MAXIMUM['text']} fit.")
    return code, text.strip()


@main.command()
def serve() -> None:
    """Serve the pages on HOST and PORT (default 127.0.0.1:8000)."""
    from participation.serving import serve as run

    settings = configured()
    if not migrations.is_current(db.make_engine(settings.database_url)):
        raise click.ClickException("The database is not up to date. Run: participation db upgrade")
    run(os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000")))


@main.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
def worker(once: bool) -> None:
    """Send what waits in the outbox, again and again."""
    from participation.work import work

    work(configured(), once=once)


@main.command()
@click.option("--host", default=lambda: os.environ.get("HOST", "127.0.0.1"), help="Address to listen on.")
@click.option("--port", type=int, default=lambda: int(os.environ.get("PORT", "8000")), help="Port to listen on.")
@click.option("--data-dir", type=click.Path(path_type=Path), default=Path("var/demo"), help="Where its files lie.")
@click.option("--fresh", is_flag=True, help="Start over with new data.")
@click.option("--days-ahead", type=int, default=0, help="Show the demonstration as it is in so many days.")
def demo(host: str, port: int, data_dir: Path, fresh: bool, days_ahead: int) -> None:
    """Migrate, seed and serve the demonstration, with its worker."""
    from participation.demo.run import run

    run(host=host, port=port, data_dir=data_dir.resolve(), fresh=fresh, days_ahead=days_ahead)


@main.group()
def translations() -> None:
    """The catalogues of the checkout one stands in, which need not be the one the program runs from."""


@translations.command("update")
def translations_update() -> None:
    """Bring the catalogues up to the source texts."""
    from participation import catalogues

    try:
        catalogues.update(Path("translations"), catalogues.template(Path()))
    except catalogues.NoCheckout as error:
        raise click.ClickException(str(error)) from error


@translations.command("check")
def translations_check() -> None:
    """Say what is wrong with the catalogues; fail if anything is."""
    from participation import catalogues

    try:
        found = catalogues.check(Path("translations"), catalogues.template(Path()))
    except catalogues.NoCheckout as error:
        raise click.ClickException(str(error)) from error
    for fault in found:
        click.echo(fault)
    if found:
        raise click.ClickException(f"{len(found)} faults in the catalogues")


main.add_command(benchmarks)


if __name__ == "__main__":
    sys.exit(main())
