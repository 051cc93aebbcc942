"""The commands for benchmarks."""

from __future__ import annotations

import click

from participation import db, settings
from participation.settings import Settings, SettingsError


@click.group("bench")
def group() -> None:
    """For benchmarks only: synthetic load, past the rules."""


@group.command("load")
@click.option("--ideas", type=click.IntRange(0), default=2000, show_default=True, help="Ideas to insert.")
@click.option("--comments", type=click.IntRange(0), default=5000, show_default=True, help="Comments on those ideas.")
@click.option("--thread", type=click.IntRange(0), default=0, help="Comments on the first of those ideas alone.")
@click.option("--answers", type=click.IntRange(0), default=0, help="Responses to a new survey.")
@click.option("--questions", type=click.IntRange(1, 80), default=8, show_default=True, help="Questions of that survey.")
@click.option("--dialogue", "dialogue_id", type=int, help="The dialogue they go into; a new one if none is named.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same texts.")
def load(
    ideas: int, comments: int, thread: int, answers: int, questions: int, dialogue_id: int | None, seed: int
) -> None:
    """Fill the database with synthetic, realistic contributions."""
    from participation import schema
    from participation.benchmarks.answers import load_answers, survey_of
    from participation.benchmarks.dialogue import open_dialogue
    from participation.benchmarks.load import Amount
    from participation.benchmarks.load import load as run
    from participation.dialogues.models import Dialogue
    from participation.surveys.rules import new_key

    schema.require()
    try:
        config = Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    settings.install(config)
    with db.transaction(db.make_engine(config.database_url)) as session:
        dialogue = session.get(Dialogue, dialogue_id) if dialogue_id else open_dialogue()
        if dialogue is None or not dialogue.phases:
            raise click.ClickException(f"There is no dialogue {dialogue_id} with an opening date.")
        done = run(dialogue, Amount(ideas, comments, thread), seed=seed)
        if answers:
            load_answers(dialogue, survey_of(dialogue, questions, f"survey-{new_key()}"), answers, seed=seed)
    click.echo(
        f"dialogue {done.dialogue_id}: {done.ideas} ideas, {done.comments} comments, most on {done.busiest}, "
        f"{answers} responses"
    )
