"""Every ratio of the benchmark in one run, as a table. Exits with 1 if one does not hold.

``python -m tests.bench [--seconds 3] [--rounds 5] [--only PART] [--database URL]``
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote

from participation import db, migrations, schema, settings
from participation.benchmarks.dialogue import open_dialogue
from participation.benchmarks.load import Amount, Loaded, load
from tests.bench import client, staff, surveys, writes
from tests.bench.apps import NO_LIMITS
from tests.bench.queries import queries_of
from tests.bench.servers import BenchServer

PARTS = ("pages", "growth", "queries", "staff", "writes", "memory", "surveys")
LARGEST_MEMORY = 120
MOST_QUERIES = 5


@dataclass(frozen=True)
class Row:
    """A line of the table. ``holds``: None where there is nothing to reach."""

    what: str
    ours: str
    beside: str
    ratio: str
    target: str = ""
    holds: bool | None = None


class Bench:
    """The filled database, the servers, and the measuring."""

    def __init__(self, seconds: float, rounds: int, folder: Path, url: str) -> None:
        self.seconds = seconds
        self.rounds = rounds
        self.folder = folder
        self.url = url
        self.rows: list[Row] = []

    def fill(self) -> None:
        """2,000 ideas for the pages; 200 and 20,000 for growth; threads of 50 and 5,000 comments."""
        schema.require()
        self.engine = db.make_engine(self.url)
        migrations.upgrade(self.engine)
        settings.install(
            settings.Settings(self.folder, self.url, "a secret for benchmarks only", rate_limits=NO_LIMITS)
        )
        with db.transaction(self.engine):
            self.usual = load(open_dialogue(), Amount(2000, 5000))
            self.few = load(open_dialogue(), Amount(200, 500, thread=50))
            self.many = load(open_dialogue(), Amount(20000, 20000, thread=5000))
            self.quiet = load(open_dialogue(), Amount(200, 0, thread=50))
            self.busy = load(open_dialogue(), Amount(200, 0, thread=5000))
            staff.fill()
        with self.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()

    def path(self, of: Loaded, rest: str = "") -> str:
        return f"/sv/dialogues/{quote(of.slug)}{rest}"

    def pages(self) -> dict[str, str]:
        return {"dialogue": self.path(self.usual), "ideas": self.path(self.usual, "/ideas")}

    def compare(
        self, a: tuple[BenchServer, str], b: tuple[BenchServer, str], cookie: str = ""
    ) -> tuple[float, float, float]:
        """Median answers a second of both, and the median of the rounds' ratios; A and B take turns."""
        ours, theirs, ratios = [], [], []
        for server, path in (a, b):
            client.get(server.port, path, 1, cookie)
        for n in range(self.rounds):
            pair = [(a, ours), (b, theirs)]
            for (server, path), into in pair if n % 2 == 0 else reversed(pair):
                measured = client.get(server.port, path, self.seconds, cookie)
                if measured.errors:
                    raise RuntimeError(f"{path} on {server.name}: {measured.errors} errors")
                into.append(measured.per_second)
            ratios.append(ours[-1] / theirs[-1])
        return median(ours), median(theirs), median(ratios)

    def beside_floor(
        self, what: str, a: tuple[BenchServer, str], b: tuple[BenchServer, str], least: float | None, cookie: str = ""
    ) -> Row:
        """The throughput of A as a part of B's; ``least`` is what it should reach, None where it is only told."""
        ours, theirs, ratio = self.compare(a, b, cookie)
        target, holds = (f">= {least}", ratio >= least) if least is not None else ("", None)
        return Row(what, f"{ours:,.0f}/s", f"{theirs:,.0f}/s", f"{ratio:.2f}", target, holds)

    def slower(self, what: str, a: tuple[BenchServer, str], b: tuple[BenchServer, str], most: float) -> None:
        """How much longer A takes than B."""
        ours, theirs, ratio = self.compare(a, b)
        longer = 1 / ratio
        self.add(Row(what, f"{ours:,.0f}/s", f"{theirs:,.0f}/s", f"{longer:.2f}", f"<= {most}", longer <= most))

    def add(self, row: Row) -> None:
        self.rows.append(row)
        mark = {True: "ok", False: "MISSED", None: ""}[row.holds]
        print(f"  {row.what:<58} {row.ours:>10} {row.beside:>10} {row.ratio:>7}  {row.target:<8} {mark}", flush=True)

    def run(self, parts: tuple[str, ...]) -> None:
        print(f"  {'':<58} {'ours':>10} {'beside':>10} {'ratio':>7}  target")
        with ExitStack() as stack:
            cached, fresh, floor = (
                stack.enter_context(BenchServer(name, self.url, self.folder, self.pages()))
                for name in ("cached", "fresh", "floor")
            )
            if "pages" in parts:
                for name, path in self.pages().items():
                    beside = (floor, f"/bytes/{name}")
                    self.add(self.beside_floor(f"{name}, cached : prebuilt bytes", (cached, path), beside, 0.8))
                session = writes.session_cookie(cached, self.path(self.usual, "/ideas/new"))
                for name, path in self.pages().items():
                    beside = (floor, f"/template/{name}")
                    # Rendered for each request, from what was read when it last changed: as sessions are served.
                    what = f"{name}, rendered afresh : template"
                    self.add(self.beside_floor(what, (cached, path), beside, 0.5, session))
                    # The first request after each change: everything read again besides.
                    what = f"{name}, read and rendered afresh : template"
                    self.add(self.beside_floor(what, (fresh, path), beside, None))
            if "growth" in parts:
                self.growth(fresh)
            if "queries" in parts:
                self.queries()
            if "staff" in parts:
                self.staff()
            if "writes" in parts:
                self.add(writes.row(cached, self.path(self.usual, "/ideas/new"), self.engine, self.seconds))
            if "surveys" in parts:
                for row in surveys.rows(self):
                    self.add(row)
            if "memory" in parts:
                for server in (cached, fresh):
                    worst = max(server.memory())
                    self.add(
                        Row(
                            f"memory of a worker, {server.name}",
                            f"{worst:.0f} MB",
                            "",
                            "",
                            f"<= {LARGEST_MEMORY}",
                            worst <= LARGEST_MEMORY,
                        )
                    )

    def growth(self, fresh: BenchServer) -> None:
        self.slower(
            "ideas, 20,000 : 200 (time)",
            (fresh, self.path(self.many, "/ideas")),
            (fresh, self.path(self.few, "/ideas")),
            1.3,
        )
        busy = self.path(self.busy, f"/ideas/{self.busy.busiest}")
        self.slower(
            "an idea, 5,000 comments : 50 (time)",
            (fresh, busy),
            (fresh, self.path(self.quiet, f"/ideas/{self.quiet.busiest}")),
            1.3,
        )
        late = writes.later_page(fresh, busy, 60)
        self.slower("an idea, page 60 of its comments : page 1 (time)", (fresh, late), (fresh, busy), 1.3)
        ideas = self.path(self.many, "/ideas")
        late = writes.later_page(fresh, ideas, 60)
        self.slower("ideas, page 60 of 20,000 : page 1 (time)", (fresh, late), (fresh, ideas), 1.3)

    def queries(self) -> None:
        idea = self.path(self.busy, f"/ideas/{self.busy.busiest}")
        for name, path in {**self.pages(), "an idea": idea, "start": "/sv/", "dialogues": "/sv/dialogues"}.items():
            n = queries_of(self.engine, path)
            self.add(Row(f"queries of a page: {name}", str(n), "", "", f"<= {MOST_QUERIES}", n <= MOST_QUERIES))

    def staff(self) -> None:
        config = settings.Settings(
            self.folder, self.url, "a secret for benchmarks only", rate_limits=NO_LIMITS, page_cache_bytes=0
        )
        few, many, sent = staff.measure(self.engine, config, self.seconds, self.rounds)
        what = f"staff start page, {staff.MANY} dialogues : {staff.FEW} (time)"
        self.add(Row(what, f"{many:.1f} ms", f"{few:.1f} ms", f"{many / few:.2f}", "<= 1.5", many / few <= 1.5))
        self.add(Row("queries of a page: staff start", str(sent), "", "", "<= 8", sent <= 8))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5, help="of each pair; medians are shown")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part alone; may be repeated")
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; default: SQLite")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(
            options.seconds, options.rounds, folder, options.database or f"sqlite:///{folder / 'bench.sqlite3'}"
        )
        bench.fill()
        bench.run(tuple(options.only or PARTS))
        bench.engine.dispose()
    return 1 if any(row.holds is False for row in bench.rows) else 0


if __name__ == "__main__":
    sys.exit(main())
