"""One business, from its folder to its delivered report."""

import time
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.core.browser import chromium
from helpers.core.business import Business, open_business
from helpers.core.on_disk import write_atomically
from helpers.core.problems import DataProblems, OwnerError
from helpers.lessons.lesson import Lesson
from helpers.reports.deliver import RUN_FILE, json_text, refuse_other_folders, staged, write_json
from helpers.reports.earlier import delivered, earlier_report
from helpers.reports.identifiers import Identifiers
from helpers.reports.inputs import Sources, fingerprints, period, read_tables
from helpers.reports.lists import write_lists
from helpers.reports.output.pdf import CannotPrint, paper, print_pdf
from helpers.reports.output.render import Page, render_report
from helpers.reports.output.workbook import workbook
from helpers.reports.plan import Plan, plan_report
from helpers.reports.reading import Reading, everywhere
from helpers.reports.records import DONE, FAILED, FAILED_DATA, Job, Outcome
from helpers.reports.run import RunFailed, run_plan
from helpers.reports.versions import versions


def report_one(job: Job) -> Outcome:
    """Make one report, and say how it went; nothing that goes wrong is raised.

    Takes and returns only what can be sent between processes.

    Parameters
    ----------
    job : Job
        What to make, from what, and where.
    """
    started = time.perf_counter()
    name = job.name
    try:
        refuse_other_folders(job.destination)
        business = open_business(job.business)
        name = business.name
        inputs = fingerprints(business)
        kept = earlier_report(job, inputs) if job.resume else None
        return kept or _report(business, inputs, job, started)
    except RunFailed as error:
        if error.notebook is not None:
            _keep(error.notebook, job)
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


def _keep(notebook: NotebookNode, job: Job) -> None:
    try:
        job.out.mkdir(parents=True, exist_ok=True)
        write_atomically(job.failed_notebook, nbformat.writes(notebook) + "\n")
    except OSError:
        pass  # a full disk, say: the reason is still told, only the notebook is not kept


def _report(
    business: Business, inputs: dict[str, str], job: Job, started: float
) -> Outcome:
    plan, known, rests_on = _planned(business, job)
    told = _executed(plan, job, known)
    page = _page(plan, told, rests_on, known, job)
    with staged(job.destination, job.unfinished) as folder:
        write_lists(told.lists, business, folder)
        missing = _write(folder, business, told.notebook, page, job)
        outcome = Outcome(
            business.name, job.slug, DONE, period=page.period,
            findings=tuple(each for section in page.sections for each in section.findings),
            left_out=page.left_out, warnings=tuple(map(known.masked, told.warnings)),
            notes=(*page.notes, *missing), files=tuple(delivered(folder)),
            seconds=time.perf_counter() - started,
            lesson_seconds={lesson.number: round(told.seconds.get(lesson.number, 0.0), 3)
                            for lesson in plan.lessons},
        )
        run = _run(job, plan, inputs, outcome, delivered(folder))
        known.refuse({**told.texts, **_pages(folder), RUN_FILE: json_text(run)})
        write_json(folder / RUN_FILE, run)
    job.failed_notebook.unlink(missing_ok=True)
    return outcome


def _planned(business: Business, job: Job) -> tuple[Plan, Identifiers, Sources]:
    """What to run, whom not to name, what it rests on; of the tables themselves nothing is kept."""
    tables = read_tables(business)
    plan = plan_report(business, _lessons(job.lessons), job.parameters)
    known = Identifiers(tables.frames, [cell.source for cell in plan.notebook.cells])
    return plan, known, tables.behind(plan)


def _executed(plan: Plan, job: Job, known: Identifiers) -> Reading:
    """What the plan's notebook says; where it failed, what is said of that names nobody."""
    figures = "png svg" if "pdf" in job.formats and chromium() else "png"
    try:
        return run_plan(plan, limits=job.limits, figures=figures, scratch=job.scratch)
    except RunFailed as failed:
        notebook = failed.notebook and everywhere(failed.notebook, known.masked)
        raise RunFailed(known.masked(failed.reason), known.masked(failed.for_the_owner),
                        notebook) from None


def _page(
    plan: Plan, told: Reading, rests_on: Sources, known: Identifiers, job: Job
) -> Page:
    business = plan.business
    left_out = (replace(part, why=known.masked(part.why))
                for part in (*plan.left_out, *told.left_out))
    return Page(
        business.name, business.format, _period_in_words(business, rests_on.sources),
        business.format.date(job.made.date()), told.sections, tuple(left_out),
        rests_on.sources, tuple(map(known.masked, rests_on.notes)), versions(),
        business.brand,
    )


def _pages(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


@cache
def _lessons(paths: tuple[Path, ...]) -> tuple[Lesson, ...]:
    return tuple(map(Lesson.read, paths))


def _write(
    folder: Path, business: Business, notebook: NotebookNode, page: Page, job: Job
) -> tuple[str, ...]:
    """Write the report in the formats asked for; says what could not be had."""
    sheet, missing = paper(business.country, business.format.locale), ()
    if "html" in job.formats:
        (folder / "report.html").write_text(render_report(page), encoding="utf-8")
    if "pdf" in job.formats:
        try:
            printed = print_pdf(render_report(page, paper=sheet), folder=job.scratch)
            (folder / "report.pdf").write_bytes(printed)
        except CannotPrint as why:
            missing = (f"There is no report.pdf: {why}",)
    if "xlsx" in job.formats:
        (folder / "report.xlsx").write_bytes(workbook(
            page.sections, page.format, name=page.name, period=page.period, made=job.made,
            paper=sheet))
    if "ipynb" in job.formats:
        nbformat.write(notebook, folder / "report.ipynb")
    return missing


def _period_in_words(business: Business, rests_on) -> str:
    span = period(rests_on)
    return "" if span is None else " to ".join(map(business.format.date, span))


def _run(
    job: Job, plan: Plan, inputs: dict[str, str], outcome: Outcome, outputs: dict[str, str]
) -> dict:
    said = asdict(outcome)
    return {
        "business": said.pop("name"),
        "folder": plan.business.folder.name,
        "made": job.made.isoformat(timespec="seconds"),
        "seconds": round(said.pop("seconds"), 2),
        "code": job.code,
        "inputs": inputs,
        "parameters": dict(job.parameters),
        "formats": list(job.formats),
        "outputs": outputs,
        "versions": versions(),
        "lessons": [{"lesson": lesson.number, "title": lesson.report_title,
                     "seconds": outcome.lesson_seconds[lesson.number]}
                    for lesson in plan.lessons],
        **{key: said[key] for key in ("period", "findings", "left_out", "notes", "warnings")},
    }
