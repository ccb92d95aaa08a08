"""One business, from its folder to its delivered report."""

import platform
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import nbformat

from helpers.business import Business, open_business
from helpers.files import write_atomically
from helpers.lessons.lesson import Lesson
from helpers.problems import DataProblems, OwnerError
from helpers.reports.deliver import RUN_FILE, refuse_other_folders, staged, write_json
from helpers.reports.inputs import fingerprints, notes, period, sources
from helpers.reports.plan import LeftOut, Plan, plan_report
from helpers.reports.render import Page, render_report
from helpers.reports.run import Executed, RunFailed, run_plan
from helpers.reports.sections import Finding, read_sections
from helpers.reports.workbook import workbook

DONE, FAILED, FAILED_DATA = "done", "failed", "failed: data"
HEADLINES = 3
PACKAGES = {
    "SMB Growth Workbook": "smb-growth-workbook", "pandas": "pandas", "NumPy": "numpy",
    "SciPy": "scipy", "statsmodels": "statsmodels", "scikit-learn": "scikit-learn",
    "matplotlib": "matplotlib", "papermill": "papermill", "nbconvert": "nbconvert",
}


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
    lessons : tuple of Lesson
        What it may draw on.
    made : datetime
        The batch's time; the only clock that a report shows.
    """

    business: str
    slug: str
    out: Path
    lessons: tuple[Lesson, ...]
    made: datetime

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
        `DONE`, `FAILED`, or `FAILED_DATA` where the owner has something to mend.
    reason, details : str
        Why it failed, in a line and in full.
    period : str
        The time that the data cover, in words.
    findings, left_out, warnings : tuple
        What was found, what the report does without and why, what the cells warned of.
    seconds : float
        How long it took.
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
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        """Whether there is no report."""
        return self.state != DONE

    @property
    def headlines(self) -> tuple[Finding, ...]:
        """The first findings, for an index."""
        return self.findings[:HEADLINES]


def report_one(job: Job) -> Outcome:
    """Make one report, and say how it went; nothing that goes wrong is raised.

    Takes and returns only what can be sent between processes.

    Parameters
    ----------
    job : Job
        What to make, from what, and where.
    """
    started = time.perf_counter()
    name = Path(job.business).name
    try:
        refuse_other_folders(job.destination)
        business = open_business(job.business)
        name = business.name
        return _report(business, job, started)
    except RunFailed as error:
        if error.notebook is not None:
            job.out.mkdir(parents=True, exist_ok=True)
            write_atomically(job.failed_notebook, nbformat.writes(error.notebook) + "\n")
        state = FAILED_DATA if error.for_the_owner else FAILED
        why = error.reason, error.for_the_owner
    except DataProblems as error:
        state, count = FAILED_DATA, len(error.problems)
        found = "1 problem" if count == 1 else f"{count} problems"
        why = f"{found} to put right in its data", str(error)
    except OwnerError as error:
        state, why = FAILED_DATA, (str(error), "")
    except Exception as error:  # whatever it is, the other businesses' reports are still to be made
        state, why = FAILED, (f"{type(error).__name__}: {error}", "")
    return Outcome(name, job.slug, state, *why, seconds=time.perf_counter() - started)


def _report(business: Business, job: Job, started: float) -> Outcome:
    plan = plan_report(business, job.lessons)
    executed = run_plan(plan)
    sections, refused = read_sections(executed.notebook, plan.lessons)
    left_out = (*plan.left_out, *refused)
    rests_on = sources(business, plan.tables)
    page = Page(
        business.name, business.format, _period_in_words(business, rests_on),
        business.format.date(job.made.date()), tuple(sections), left_out, rests_on,
        notes(business, plan.tables), versions(),
    )
    with staged(job.destination) as folder:
        (folder / "report.html").write_text(
            render_report(executed.notebook, page), encoding="utf-8"
        )
        (folder / "report.xlsx").write_bytes(workbook(sections, business.format))
        nbformat.write(executed.notebook, folder / "report.ipynb")
        seconds = time.perf_counter() - started
        write_json(folder / RUN_FILE, _run(job, plan, page, executed, seconds))
    job.failed_notebook.unlink(missing_ok=True)
    findings = tuple(finding for section in sections for finding in section.findings)
    return Outcome(business.name, job.slug, DONE, period=page.period, findings=findings,
                   left_out=left_out, warnings=executed.warnings, seconds=seconds)


def _period_in_words(business: Business, rests_on) -> str:
    span = period(rests_on)
    return "" if span is None else " to ".join(map(business.format.date, span))


def _run(job: Job, plan: Plan, page: Page, executed: Executed, seconds: float) -> dict:
    return {
        "business": page.business,
        "folder": plan.business.folder.name,
        "made": job.made.isoformat(timespec="seconds"),
        "seconds": round(seconds, 2),
        "inputs": fingerprints(plan.business, plan.tables),
        "versions": page.versions,
        "lessons": [{"lesson": lesson.number, "title": lesson.report_title} for lesson in plan.lessons],
        "findings": [asdict(finding) for section in page.sections for finding in section.findings],
        "left_out": list(map(asdict, page.left_out)),
        "notes": list(page.notes),
        "warnings": list(executed.warnings),
    }


def versions() -> dict[str, str]:
    """What a report is made with."""
    return {"Python": platform.python_version(),
            **{name: version(package) for name, package in PACKAGES.items()}}
