"""Many businesses: none stops the others, and the end says how each went.

Light on purpose: a batch of hundreds says at once what it is about to do, while its workers load
what they need.
"""

import os
import platform
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from helpers.core.places import SAMPLES, SETTINGS_FILE, lesson_files
from helpers.core.problems import CannotOpen, OwnerError
from helpers.reports import executors
from helpers.reports.deliver import json_text, unfinished
from helpers.reports.progress import Silent, counted, plain
from helpers.reports.records import FORMATS, UNCHANGED, Job, Limits, Outcome

INDEX, BATCH_FILE = "index.html", "batch.json"
HERE, LOCAL, DASK = "here", "local", "dask"


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
                          f"{', '.join(map(plain, self.skipped))}."]
        unchanged = sum(each.state == UNCHANGED for each in self.outcomes)
        made = len(self.outcomes) - len(self.failed) - unchanged
        kept = f", {unchanged} unchanged" if unchanged else ""
        reports = counted(len(self.outcomes), "report")
        return "\n".join([*lines, "", f"{made} of {reports} made{kept} in {self.seconds:.0f} s: "
                                      f"{self.out / INDEX}"])


def make_reports(
    businesses: Sequence[str | Path] = (), out: Path | str = "reports", *,
    clients: Path | str | None = None, lessons: Sequence | None = None,
    parameters: Mapping[str, object] | None = None, formats: Sequence[str] = FORMATS,
    jobs: int | None = None, on: str = LOCAL, scheduler: str | None = None, resume: bool = False,
    limits: Limits = Limits(), watch: Silent | None = None,
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
    parameters : mapping of str to object, optional
        Values for parameters of the lessons, such as ``{"period": "quarter"}``.
    formats : sequence of str
        Which of html, pdf, xlsx and ipynb to deliver.
    jobs : int, optional
        How many reports at a time; as many as there are cores unless given.
    on : str
        "local" for workers on this machine, "dask" for dask.distributed, "here" for one after
        another in this process.
    scheduler : str, optional
        The address of a dask scheduler; a cluster of its own on this machine unless given.
    resume : bool
        Whether to keep a report that was made of the same inputs, program and parameters.
    limits : Limits
        What one report may take.
    watch : Silent, optional
        Who is told how far it is: `Bar`, `JsonLines`; nobody unless given.

    Returns
    -------
    BatchResult
        How each went. A business that fails is named there and stops no other.

    Raises
    ------
    CannotOpen
        There is no folder `clients`, or no business in it.
    OwnerError
        A parameter, a format or a place to run is none that there is, before anything is run; or
        the overview cannot be written, after.
    """
    started = time.perf_counter()
    watch, out = watch or Silent(), Path(out).absolute()
    found, skipped = _clients_in(Path(clients)) if clients is not None else ([], [])
    chosen = [*businesses, *found] or _samples()
    workers = max(1, min(jobs or _cores(), len(chosen)))
    _refuse_unknown(formats, FORMATS, "format")
    _refuse_unknown([on], (HERE, LOCAL, DASK), "place to run")
    asked = _parameters(parameters, lessons)
    watch.begins(len(chosen), workers)
    try:
        with unfinished(out) as stage, tempfile.TemporaryDirectory(prefix="growth-") as scratch:
            todo = _jobs(
                chosen, out=out, lessons=_paths(lessons), made=_now(), parameters=asked,
                formats=tuple(formats), limits=limits, resume=resume, unfinished=stage,
                scratch=None if on == DASK else Path(scratch),
            )
            outcomes = _made(todo, _workers(on, workers, scheduler), watch)
    finally:
        watch.ends()
    result = BatchResult(out, outcomes, tuple(skipped), time.perf_counter() - started)
    try:
        _write_overview(result, todo[0], on, workers)
    except OSError as error:
        raise CannotOpen(f"The overview could not be written in {out} ({error}). The reports that "
                         "were made stand; make room there, then use --resume.") from error
    return result


def _made(todo: Sequence[Job], workers, watch: Silent) -> tuple[Outcome, ...]:
    ended = {}
    for outcome in workers(todo):
        ended[outcome.slug] = outcome
        watch.ended(outcome)
    return tuple(ended[job.slug] for job in todo)


def _workers(on: str, number: int, scheduler: str | None):
    return {
        HERE: executors.here,
        LOCAL: lambda jobs: executors.on_this_machine(jobs, number),
        DASK: lambda jobs: executors.on_dask(jobs, number, scheduler),
    }[on]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _now() -> datetime:
    """The time of the batch; `SOURCE_DATE_EPOCH` sets it where reports are to be reproduced."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


def _refuse_unknown(given: Sequence[str], known: Sequence[str], what: str) -> None:
    unknown = [each for each in given if each not in known]
    if unknown or not given:
        raise OwnerError(f"{', '.join(unknown) or 'Nothing'} is no {what}. "
                         f"There are: {', '.join(known)}.")


def _parameters(given: Mapping[str, object] | None, lessons: Sequence | None) -> dict[str, object]:
    if not given:
        return {}
    from helpers.lessons.lesson import all_lessons
    from helpers.reports.parameters import read_parameters

    return read_parameters(given, all_lessons() if lessons is None else lessons)


def _paths(lessons: Sequence | None) -> tuple[Path, ...]:
    if lessons is not None:
        return tuple(lesson.path for lesson in lessons)
    return tuple(lesson_files())


def _samples() -> list[Path]:
    return [folder for folder in sorted(SAMPLES.iterdir()) if (folder / SETTINGS_FILE).is_file()]


def _clients_in(place: Path) -> tuple[list[Path], list[str]]:
    if not place.is_dir():
        raise CannotOpen(f"There is no folder {place}.")
    folders = [each for each in sorted(place.iterdir())
               if each.is_dir() and not each.name.startswith(".")]
    found = [folder for folder in folders if _may_be_a_business(folder)]
    if not found:
        raise CannotOpen(f"No folder in {place} holds a {SETTINGS_FILE}. A client is a folder with "
                         f"its {SETTINGS_FILE} and tables; growth new makes one.")
    return found, [folder.name for folder in folders if folder not in found]


def _may_be_a_business(folder: Path) -> bool:
    try:
        return (folder / SETTINGS_FILE).is_file()
    except OSError:  # it may not be looked into: its report will say so
        return True


def _jobs(businesses: Sequence[str | Path], *, lessons: tuple[Path, ...], **common) -> list[Job]:
    from helpers.reports.versions import code_fingerprint

    taken, code = set(), code_fingerprint(lessons)
    return [Job(business, slug, lessons=lessons, code=code, **common)
            for business, slug in _named(dict.fromkeys(map(str, businesses)), taken)]


def _named(businesses, taken: set[str]) -> Iterator[tuple[str, str]]:
    for business in businesses:
        yield business, _slug(Path(business).resolve().name, taken)


def _slug(name: str, taken: set[str]) -> str:
    """A folder's name made safe for any system, and different from those taken.

    Examples
    --------
    >>> taken = set()
    >>> [_slug(name, taken) for name in ("Café & Co", "bakery", "Bakery", "..")]
    ['Café-Co', 'bakery', 'Bakery-2', 'business']
    """
    safe = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", name)).strip("-_") or "business"
    slug, number = safe, 1
    while slug.casefold() in taken:
        number += 1
        slug = f"{safe}-{number}"
    taken.add(slug.casefold())
    return slug


def _write_overview(result: BatchResult, job: Job, on: str, workers: int) -> None:
    from babel.dates import format_date

    from helpers.core.on_disk import write_atomically
    from helpers.reports.output.index import render_index
    from helpers.reports.versions import versions

    page = render_index(result.outcomes, format_date(job.made.date(), locale="en_GB"))
    write_atomically(result.out / INDEX, page)
    write_atomically(result.out / BATCH_FILE, json_text({
        "made": job.made.isoformat(timespec="seconds"),
        "seconds": round(result.seconds, 2),
        "on": on, "jobs": workers, "system": platform.platform(),
        "code": job.code, "versions": versions(), "parameters": dict(job.parameters),
        "formats": list(job.formats), "limits": asdict(job.limits),
        "clients": [asdict(outcome) for outcome in result.outcomes],
        "skipped": list(result.skipped),
    }))


def _table(outcomes: Sequence[Outcome]) -> list[str]:
    """One line a business, with the name of its report's folder, since two may share a name."""
    rows = [("report", "business", "state", "findings", "left out", "seconds")]
    for each in outcomes:
        counts = ("–", "–") if each.failed else (len(each.findings), len(each.left_out))
        rows.append((each.slug, plain(each.name), each.state, *map(str, counts),
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
    return ["", f"{outcome.slug}, {plain(head)}", *(f"  {plain(each)}" for each in lines)]
