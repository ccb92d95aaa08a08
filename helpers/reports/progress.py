"""How far a batch is: a bar on a terminal, lines of JSON for machines, else nothing."""

import json
import sys
import time
from dataclasses import asdict
from typing import IO

from tqdm import tqdm

from helpers.reports.records import Outcome


class Silent:
    """Says nothing; and what there is to say, for those that do."""

    def begins(self, total: int, jobs: int) -> None:
        """There are so many reports to make, so many at a time."""

    def ended(self, outcome: Outcome) -> None:
        """One report is made, or is not to be had."""

    def ends(self) -> None:
        """There is nothing more to wait for."""


class Bar(Silent):
    """A bar with how many are done and failed and how long is left, and a line for each."""

    def __init__(self, stream: IO | None = None):
        self._stream, self._bar, self._failed = stream or sys.stderr, None, 0

    def begins(self, total: int, jobs: int) -> None:
        self._bar = tqdm(
            total=total, file=self._stream, unit="report", dynamic_ncols=True,
            desc=f"{counted(total, 'report')}, {jobs} at a time",
            bar_format="{desc}  {bar}  {n_fmt}/{total_fmt} · {remaining} left{postfix}",
        )

    def ended(self, outcome: Outcome) -> None:
        self._failed += outcome.failed
        reason = f": {outcome.reason}" if outcome.failed else ""
        self._bar.write(plain(f"{outcome.name}: {outcome.state}, {outcome.seconds:.1f} s{reason}"),
                        file=self._stream)
        if self._failed:
            self._bar.set_postfix_str(f"{self._failed} failed", refresh=False)
        self._bar.update()

    def ends(self) -> None:
        if self._bar is not None:
            self._bar.close()


class JsonLines(Silent):
    """One JSON object a line, for programs: `begins`, an `ended` for each report, `ends`."""

    def __init__(self, stream: IO | None = None):
        self._stream, self._started = stream or sys.stdout, time.perf_counter()
        self._counts = {"done": 0, "failed": 0, "total": 0}

    def begins(self, total: int, jobs: int) -> None:
        self._counts["total"] = total
        self._say(event="begins", jobs=jobs, **self._counts)

    def ended(self, outcome: Outcome) -> None:
        self._counts["failed" if outcome.failed else "done"] += 1
        ended = self._counts["done"] + self._counts["failed"]
        passed = time.perf_counter() - self._started
        left = passed / ended * (self._counts["total"] - ended)
        self._say(event="ended", **self._counts, seconds_left=round(left, 1), **asdict(outcome))

    def ends(self) -> None:
        self._say(event="ends", **self._counts,
                  seconds=round(time.perf_counter() - self._started, 2))

    def _say(self, **what) -> None:
        self._stream.write(json.dumps(what, ensure_ascii=False) + "\n")
        self._stream.flush()


def plain(text: str) -> str:
    """Text from data, without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def counted(number: int, thing: str) -> str:
    """A number of things in words.

    Examples
    --------
    >>> counted(1, "report"), counted(3, "report")
    ('1 report', '3 reports')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
