"""Many businesses, one after another: none stops the others, and the end says how each went."""

import re
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from helpers.business import SAMPLES, SETTINGS_FILE
from helpers.files import write_atomically
from helpers.formats import PLAIN
from helpers.lessons.lesson import Lesson, all_lessons
from helpers.problems import CannotOpen
from helpers.reports.client import Job, Outcome, report_one
from helpers.reports.render import render_index

INDEX = "index.html"


@dataclass(frozen=True)
class BatchResult:
    """How a batch went; as text, a table of it.

    Parameters
    ----------
    out : Path
        Where the reports are.
    outcomes : tuple of Outcome
        One a business, in the order they were named.
    skipped : tuple of str
        Folders that are not businesses.
    seconds : float
        How long it took.
    """

    out: Path
    outcomes: tuple[Outcome, ...]
    skipped: tuple[str, ...]
    seconds: float

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Those without a report."""
        return tuple(outcome for outcome in self.outcomes if outcome.failed)

    @property
    def exit_code(self) -> int:
        """0 if every business has its report, otherwise 1."""
        return 1 if self.failed else 0

    def __str__(self) -> str:
        lines = _table(self.outcomes)
        for each in self.outcomes:
            lines += _explained(each)
        if self.skipped:
            lines += ["", f"Skipped, since they hold no {SETTINGS_FILE}: "
                          f"{', '.join(map(_plain, self.skipped))}."]
        made = len(self.outcomes) - len(self.failed)
        return "\n".join([*lines, "", f"{made} of {len(self.outcomes)} reports made in "
                                      f"{self.seconds:.0f} s: {self.out / INDEX}"])


def make_reports(
    businesses: Sequence[str | Path] = (), out: Path | str = "reports", *,
    clients: Path | str | None = None, lessons: Sequence[Lesson] | None = None,
    progress: bool = True,
) -> BatchResult:
    """Make a report for each business.

    Parameters
    ----------
    businesses : sequence of str or Path
        Names, or paths of folders. Where neither these nor `clients` are given, the samples.
    out : Path or str
        Where the reports go, a folder a business, with an index of them all.
    clients : Path or str, optional
        A folder; each folder in it that holds a business.yaml is a business.
    lessons : sequence of Lesson, optional
        What the reports draw on; the whole course unless given.
    progress : bool
        Whether to say on stderr how far it is.

    Returns
    -------
    BatchResult
        How each went. A business that fails is named there and stops no other.

    Raises
    ------
    CannotOpen
        There is no folder `clients`, or no business in it.
    """
    started = time.perf_counter()
    found, skipped = _clients_in(Path(clients)) if clients is not None else ([], [])
    chosen = [*businesses, *found] or _samples()
    jobs = _jobs(chosen, Path(out), all_lessons() if lessons is None else lessons)
    outcomes = tuple(_watched(map(report_one, jobs), len(jobs), progress))
    Path(out).mkdir(parents=True, exist_ok=True)
    made = PLAIN.date(jobs[0].made.date())
    write_atomically(Path(out) / INDEX, render_index(outcomes, made))
    return BatchResult(Path(out), outcomes, tuple(skipped), time.perf_counter() - started)


def _samples() -> list[Path]:
    return [folder for folder in sorted(SAMPLES.iterdir()) if (folder / SETTINGS_FILE).is_file()]


def _clients_in(place: Path) -> tuple[list[Path], list[str]]:
    if not place.is_dir():
        raise CannotOpen(f"There is no folder {place}.")
    folders = [each for each in sorted(place.iterdir())
               if each.is_dir() and not each.name.startswith(".")]
    found = [folder for folder in folders if (folder / SETTINGS_FILE).is_file()]
    if not found:
        raise CannotOpen(f"No folder in {place} holds a {SETTINGS_FILE}. A client is a folder with "
                         f"its {SETTINGS_FILE} and tables; growth new makes one.")
    return found, [folder.name for folder in folders if folder not in found]


def _jobs(businesses: Sequence[str | Path], out: Path, lessons: Sequence[Lesson]) -> list[Job]:
    made, taken, jobs = datetime.now(UTC), set(), []
    for business in dict.fromkeys(map(str, businesses)):
        slug = _slug(Path(business).resolve().name, taken)
        jobs.append(Job(business, slug, out, tuple(lessons), made))
    return jobs


def _slug(name: str, taken: set[str]) -> str:
    """A folder's name made safe for any system, and different from those taken.

    Examples
    --------
    >>> taken = set()
    >>> [_slug(name, taken) for name in ("Café & Co", "bakery", "Bakery", "..")]
    ['Café-Co', 'bakery', 'Bakery-2', 'business']
    """
    plain = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", name)).strip("-_") or "business"
    slug, number = plain, 1
    while slug.casefold() in taken:
        number += 1
        slug = f"{plain}-{number}"
    taken.add(slug.casefold())
    return slug


def _watched(outcomes: Iterable[Outcome], total: int, progress: bool) -> Iterator[Outcome]:
    """The outcomes as they come, with a bar on a terminal, else a line for each."""
    on_terminal = progress and sys.stderr.isatty()
    say = _say_nothing if not progress else tqdm.write if on_terminal else print
    with tqdm(total=total, desc="reports", unit="report", disable=not on_terminal) as bar:
        for number, outcome in enumerate(outcomes, start=1):
            bar.update()
            say(f"{number}/{total}  {_plain(outcome.name)}: {outcome.state}, "
                f"{outcome.seconds:.1f} s", file=sys.stderr)
            yield outcome


def _say_nothing(*_, **__) -> None:
    """What is said where no progress is wanted."""


def _table(outcomes: Sequence[Outcome]) -> list[str]:
    """One line a business, with the name of its report's folder, since two may share a name."""
    rows = [("report", "business", "state", "findings", "left out", "seconds")]
    for each in outcomes:
        counts = ("–", "–") if each.failed else (len(each.findings), len(each.left_out))
        rows.append((each.slug, _plain(each.name), each.state, *map(str, counts),
                     f"{each.seconds:.1f}"))
    widths = [max(map(len, column)) for column in zip(*rows)]
    return ["  ".join(cell.ljust(width) if place < 3 else cell.rjust(width)
                      for place, (cell, width) in enumerate(zip(row, widths))) for row in rows]


def _explained(outcome: Outcome) -> list[str]:
    if outcome.failed:
        head, lines = f"{outcome.state}: {outcome.reason}", outcome.details.splitlines()
    else:
        head, lines = "left out:", list(map(str, outcome.left_out))
        if not lines:
            return []
    return ["", f"{outcome.slug}, {_plain(head)}", *(f"  {_plain(each)}" for each in lines)]


def _plain(text: str) -> str:
    """Text from data, without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
