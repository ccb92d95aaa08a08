"""Run a plan: papermill executes its notebook in one fresh kernel, on the business's own folder."""

import os
import re
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import papermill
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers

from helpers.core import table_handover as handed
from helpers.core.places import ROOT
from helpers.core.problems import CannotOpen, DataProblems, NotEnoughData
from helpers.kernels.client import WarmClient
from helpers.reports.parameters import BUSINESS
from helpers.reports.plan import Plan
from helpers.reports.reading import Reading, read_notebook
from helpers.reports.records import Limits

ENGINE = "growth-report"
FOR_THE_OWNER = {CannotOpen.__name__, DataProblems.__name__}


class RunFailed(Exception):
    """A cell failed, or the kernel did.

    Parameters
    ----------
    reason : str
        Lesson, cell and error, in one line.
    for_the_owner : str
        What the owner must mend, where the data is at fault; empty otherwise.
    notebook : NotebookNode, optional
        The notebook as far as it came.
    """

    def __init__(self, reason: str, for_the_owner: str = "", notebook: NotebookNode | None = None):
        super().__init__(reason)
        self.reason, self.for_the_owner, self.notebook = reason, for_the_owner, notebook


class Stopped(Exception):
    """A cell that did not come to its end: too long, or without its kernel.

    Parameters
    ----------
    cell_index : int
        Which.
    why : str
        In words.
    """

    def __init__(self, cell_index: int, why: str):
        super().__init__(cell_index, why)
        self.cell_index, self.why = cell_index, why


class ReportClient(WarmClient):
    """Runs cells as papermill does, but a refusal ends only the part of a lesson it stands in.

    A part is what stands under one heading; a refusal before the first heading ends the lesson. A
    later part that uses what a refused one would have given is refused with it.
    """

    def papermill_execute_cells(self):
        refused = {}
        for index, cell in enumerate(self.nb.cells):
            about = cell.metadata.get("growth", {})
            place = about.get("lesson"), about.get("part")
            if place in refused or (place[0], "") in refused:
                continue
            try:
                self.nb_man.cell_start(cell, index)
                self.execute_cell(cell, index)
            except CellExecutionError as error:
                why = _refusal(error, [said for (lesson, _), said in refused.items()
                                       if lesson == place[0]])
                if why is None:
                    self.nb_man.cell_exception(cell, cell_index=index, exception=error)
                    break
                refused[place] = about["refusal"] = why
                cell.outputs = []
            except CellTimeoutError:
                raise Stopped(index, f"it ran for more than {self.timeout:g} s") from None
            except DeadKernelError as error:
                raise Stopped(index, str(error)) from None
            finally:
                self.nb_man.cell_complete(cell, cell_index=index)


def _refusal(error: CellExecutionError, before: list[str]) -> str | None:
    if error.ename == NotEnoughData.__name__:
        return error.evalue
    return before[-1] if error.ename == NameError.__name__ and before else None


class ReportEngine(Engine):
    """The engine `growth-report`: still pictures, a folder of its own, within limits."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man, kernel_name, *, folder, tables, kept=None, limits=Limits(), figures="png",
        start_timeout=60, **_
    ):
        if kept is not None:
            kept.append(nb_man.nb)
        client = ReportClient(
            nb_man, kernel_name=kernel_name, startup_timeout=start_timeout,
            timeout=limits.cell_seconds, memory_bytes=limits.memory_bytes,
        )
        client.execute(cwd=str(folder), env=_environment(folder, tables, figures))


def _environment(folder: Path, tables: Path, figures: str) -> dict[str, str]:
    """This one's, for a report; one thread for matrices, of which small ones are quicker."""
    return {"OPENBLAS_NUM_THREADS": "1", **os.environ, "GROWTH_STILL": "1", "GROWTH_REPORT": "1",
            "GROWTH_FIGURES": figures, handed.FOLDER: str(tables), "TMPDIR": str(folder),
            "IPYTHONDIR": str(folder.parent / "ipython")}  # nobody's startup files in a report


papermill_engines.register(ENGINE, ReportEngine)


def run_plan(
    plan: Plan, *, limits: Limits = Limits(), figures: str = "png", scratch: Path | None = None,
    engine: str = ENGINE,
) -> Reading:
    """Execute a plan's notebook, and read it.

    The kernel works in an empty folder, so that nothing in the business's folder is imported or
    run, and the notebook is left without a path outside the business's folder.

    Parameters
    ----------
    plan : Plan
        What to run.
    limits : Limits
        What it may take.
    figures : str
        In what the figures are drawn: png, or "png svg".
    scratch : Path, optional
        Where to make the kernel's folder; the system's place for such unless given.
    engine : str
        A papermill engine that takes `folder`, `tables`, `kept`, `limits` and `figures`, and keeps
        to what `ReportClient` does.

    Raises
    ------
    RunFailed
        A cell raised something other than a refusal, ran too long, or the kernel ended.
    """
    shorten = _shortener(plan)
    read = partial(read_notebook, lessons=plan.lessons, shorten=shorten)
    kept = []  # papermill would write it at every cell, and a report's cells are short
    with tempfile.TemporaryDirectory(prefix="report-", dir=scratch) as name:
        folder, tables = Path(name) / "work", Path(name) / "tables"
        folder.mkdir()
        plan.business.hand_over_tables(tables)
        plan.business.forget_tables()  # a large one in two processes at a time is one too many
        try:
            notebook = papermill.execute_notebook(
                plan.notebook, None, {BUSINESS: str(plan.business.folder)},
                engine_name=engine, folder=folder, tables=tables, kept=kept, limits=limits,
                figures=figures, kernel_name="python3", progress_bar=False,
            )
        except PapermillExecutionError as error:
            raise _failure(error, remove_error_markers(kept[0]), read, shorten) from None
        except Stopped as error:
            reason = f"{_place(kept[0].cells[error.cell_index])}: {error.why}"
            raise RunFailed(shorten(reason), notebook=read(kept[0]).notebook) from None
        except Exception as error:
            reason = shorten(f"the notebook could not be run: {type(error).__name__}: {error}")
            notebook = read(kept[0]).notebook if kept else None
            raise RunFailed(reason, notebook=notebook) from error
    return read(notebook)


def _failure(error: PapermillExecutionError, notebook: NotebookNode, read, shorten) -> RunFailed:
    said = shorten(error.evalue).strip()
    message = said.splitlines()[0] if said else ""
    reason = f"{shorten(_place(notebook.cells[error.cell_index]))}: {error.ename}: {message}"
    return RunFailed(reason, said if error.ename in FOR_THE_OWNER else "",
                     read(notebook).notebook)


def _place(cell: NotebookNode) -> str:
    """Where in the course a cell stands, in words."""
    about = cell.metadata.get("growth", {"lesson": "", "section": "parameters"})
    first_line = next(iter(cell.source.strip().splitlines()), "")
    return f"lesson {about['lesson']} ({about['section']}), cell “{first_line}”"


def _shortener(plan: Plan) -> Callable[[str], str]:
    """Replaces the folders of this machine in a text: the business's by its name alone."""
    folder = plan.business.folder
    names = {
        str(folder): folder.name, str(ROOT): "workbook", sys.prefix: "python",
        sys.base_prefix: "python", tempfile.gettempdir(): "temporary", str(Path.home()): "home",
        str(folder.parent): "…",
    }
    names = {path: name for path, name in names.items() if len(Path(path).parts) > 1}
    written = {_in_source(path): _in_source(name) for path, name in names.items()} | names
    longest_first = map(re.escape, sorted(written, key=len, reverse=True))
    pattern = re.compile(rf"(?:{'|'.join(longest_first)})(?![\w.-])")
    return lambda text: pattern.sub(lambda match: written[match[0]], text)


def _in_source(text: str) -> str:
    """Text as papermill writes it between quotation marks."""
    return text.encode("unicode_escape").decode("ascii").replace('"', r"\"")
