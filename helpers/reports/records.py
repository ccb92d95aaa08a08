"""What a batch hands round: the job to do, how it went. Light, so that a batch starts at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

DONE, UNCHANGED, FAILED, FAILED_DATA = "done", "unchanged", "failed", "failed: data"
FORMATS = ("html", "pdf", "xlsx", "ipynb")
HEADLINES = 3


@dataclass(frozen=True)
class LeftOut:
    """A lesson that a report does without, or the part of one under a heading, and why."""

    lesson: str
    title: str
    part: str
    why: str

    @property
    def what(self) -> str:
        """What is missing, in words."""
        return f"{self.title}, “{self.part}”" if self.part else self.title

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


@dataclass(frozen=True)
class Finding:
    """One sentence with its number, and the lesson it comes from; a `main` one opens a report.

    Parameters
    ----------
    lesson, section, text : str
        Where it stands, and what it says.
    main : bool
        Whether it opens a report.
    kind, firmness : str
        Good, watch or act; firm, likely or rough.
    rests_on_answers : bool
        Whether it rests on what the owner answered.
    measure, stake, action : mapping, optional
        The number it rests on, what it is worth and what to do, as plain data: those of
        `helpers.stats.findings`.
    """

    lesson: str
    section: str
    text: str
    main: bool = True
    kind: str = "watch"
    firmness: str = "likely"
    rests_on_answers: bool = False
    measure: Mapping | None = None
    stake: Mapping | None = None
    action: Mapping | None = None


@dataclass(frozen=True)
class Limits:
    """What one report may take.

    Parameters
    ----------
    cell_seconds : int or None
        The longest that a cell may run.
    memory_bytes : int or None
        What a report's kernel may use beside what it starts with.
    """

    cell_seconds: int | None = None
    memory_bytes: int | None = None


@dataclass(frozen=True)
class Job:
    """All that making one report depends on beside the files themselves.

    Parameters
    ----------
    business : str
        A name, or the path of a folder.
    slug : str
        The name of its folder among the reports.
    out : Path
        Where the reports stand.
    lessons : tuple of Path
        The notebooks of the lessons it may draw on.
    made : datetime
        The batch's time; the only clock that a report shows.
    code : str
        The fingerprint of the program and its lessons; an earlier report of another is made anew.
    parameters : mapping
        Values of the lessons' parameters that are not to be the lessons' own.
    formats : tuple of str
        Which of `FORMATS` to deliver.
    limits : Limits
        What it may take.
    resume : bool
        Whether a report that was made of the same inputs is kept.
    unfinished, scratch : Path or None
        Where to write before delivery, and where the kernel works; temporary folders of its own
        unless given.
    """

    business: str
    slug: str
    out: Path
    lessons: tuple[Path, ...]
    made: datetime
    code: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    formats: tuple[str, ...] = FORMATS
    limits: Limits = Limits()
    resume: bool = False
    unfinished: Path | None = None
    scratch: Path | None = None

    @property
    def name(self) -> str:
        """What to call the business before it is opened."""
        return Path(self.business).name

    @property
    def destination(self) -> Path:
        """Where its report stands."""
        return self.out / self.slug

    @property
    def failed_notebook(self) -> Path:
        """Where the notebook of a failed run is kept: beside the reports, never as one."""
        return self.out / f"{self.slug}.failed.ipynb"


@dataclass(frozen=True)
class Outcome:
    """How one business's report went.

    Parameters
    ----------
    name, slug : str
        The business's name, and the name of its report's folder.
    state : str
        `DONE`; `UNCHANGED` where an earlier report was kept; `FAILED`, or `FAILED_DATA` where the
        owner has something to mend.
    reason, details : str
        Why it failed, in a line and in full.
    period : str
        The time that the data cover, in words.
    findings, left_out, warnings, notes : tuple
        What was found, what the report does without and why, what the cells warned of, what else
        is worth a look.
    files : tuple of str
        What stands in the report's folder.
    seconds : float
        How long it took.
    lesson_seconds : mapping of str to float
        How long the cells of each lesson ran.
    """

    name: str
    slug: str
    state: str
    reason: str = ""
    details: str = ""
    period: str = ""
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    seconds: float = 0.0
    lesson_seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether there is no report."""
        return self.state in (FAILED, FAILED_DATA)

    @property
    def headlines(self) -> tuple[Finding, ...]:
        """The first of the main findings, for an index."""
        return tuple(finding for finding in self.findings if finding.main)[:HEADLINES]
