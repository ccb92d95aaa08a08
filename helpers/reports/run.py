"""Run a plan: papermill executes its notebook in one fresh kernel, on the business's own folder."""

import os
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import remove_error_markers
from traitlets.config import Config

from helpers.business import ROOT
from helpers.lessons.build import clean
from helpers.problems import CannotOpen, DataProblems, NotEnoughData
from helpers.reports.plan import BUSINESS, Plan

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


@dataclass(frozen=True)
class Executed:
    """A notebook that ran to its end, fit to hand over, and the warnings of its cells."""

    notebook: NotebookNode
    warnings: tuple[str, ...]


class ReportClient(PapermillNotebookClient):
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
            finally:
                self.nb_man.cell_complete(cell, cell_index=index)


def _refusal(error: CellExecutionError, before: list[str]) -> str | None:
    if error.ename == NotEnoughData.__name__:
        return error.evalue
    return before[-1] if error.ename == NameError.__name__ and before else None


class ReportEngine(Engine):
    """The engine `growth-report`: an ordinary kernel, still pictures, a folder of its own."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, *, folder, start_timeout=60, **_):
        client = ReportClient(
            nb_man, kernel_name=kernel_name, startup_timeout=start_timeout, timeout=None,
            shutdown_kernel="immediate", config=_private_connection(folder),
        )
        client.execute(cwd=str(folder), env=_environment())


def _environment() -> dict[str, str]:
    """This one's, for still pictures; one thread for matrices, of which small ones are quicker."""
    return {"OPENBLAS_NUM_THREADS": "1", **os.environ, "GROWTH_STILL": "1"}


def _private_connection(folder: Path) -> Config:
    """Talk to the kernel through files that only this user can open, where the system has such."""
    transport = "tcp" if os.name == "nt" else "ipc"
    return Config(KernelManager={"transport": transport,
                                 "connection_file": str(folder.parent / "kernel.json")})


papermill_engines.register(ENGINE, ReportEngine)


def run_plan(plan: Plan, *, engine: str = ENGINE) -> Executed:
    """Execute a plan's notebook and make it fit to hand over.

    The kernel works in an empty folder, so that nothing in the business's folder is imported or
    run, and the notebook is left without a path outside the business's folder.

    Parameters
    ----------
    plan : Plan
        What to run.
    engine : str
        A papermill engine that takes `folder` and keeps to what `ReportClient` does.

    Raises
    ------
    RunFailed
        A cell raised something other than a refusal, or the kernel ended.
    """
    shorten = _shortener(plan)
    with tempfile.TemporaryDirectory(prefix="growth-report-") as name:
        executed = Path(name) / "executed.ipynb"
        folder = Path(name) / "work"
        folder.mkdir()
        try:
            notebook = papermill.execute_notebook(
                plan.notebook, executed, {BUSINESS: str(plan.business.folder)},
                engine_name=engine, folder=folder, kernel_name="python3", progress_bar=False,
                autosave_cell_every=0,
            )
        except PapermillExecutionError as error:
            raise _failure(error, _read(executed), shorten) from None
        except Exception as error:
            reason = shorten(f"the notebook could not be run: {type(error).__name__}: {error}")
            raise RunFailed(reason, notebook=_presentable(_read(executed), shorten)) from error
    warnings = tuple(map(shorten, _warnings(notebook)))
    return Executed(_presentable(notebook, shorten), warnings)


def _failure(error: PapermillExecutionError, notebook: NotebookNode, shorten) -> RunFailed:
    cell = notebook.cells[error.cell_index]
    about = cell.metadata.get("growth", {"lesson": "", "section": "parameters"})
    first_line = next(iter(cell.source.strip().splitlines()), "")
    said = shorten(error.evalue)
    place = f"lesson {about['lesson']} ({about['section']}), cell “{first_line}”"
    message = said.strip().splitlines()[0] if said.strip() else ""
    reason = f"{place}: {error.ename}: {message}"
    return RunFailed(reason, said if error.ename in FOR_THE_OWNER else "",
                     _presentable(notebook, shorten))


def _read(path: Path) -> NotebookNode | None:
    return remove_error_markers(nbformat.read(path, as_version=4)) if path.is_file() else None


def _warnings(notebook: NotebookNode) -> list[str]:
    """What cells wrote to stderr, once each, with the lesson that wrote it."""
    said = []
    for cell in notebook.cells:
        lesson = cell.metadata.get("growth", {}).get("lesson", "")
        for output in cell.get("outputs", ()):
            if output.output_type == "stream" and output.name == "stderr":
                lines = re.findall(r"\w*Warning: .*", output.text) or [output.text.strip()]
                said += [f"lesson {lesson}: {line}" for line in lines if line]
    return list(dict.fromkeys(said))


def _presentable(notebook: NotebookNode | None, shorten: Callable) -> NotebookNode | None:
    """Without times, warnings, environment and paths."""
    if notebook is None:
        return None
    notebook = clean(notebook)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "code":
            cell.outputs = [each for each in cell.outputs if each.get("name") != "stderr"]
    return _everywhere(notebook, shorten)


def _everywhere(node, shorten: Callable):
    if isinstance(node, str):
        return shorten(node)
    if isinstance(node, dict):
        return type(node)({
            key: value if key.startswith("image/") else _everywhere(value, shorten)
            for key, value in node.items()
        })
    if isinstance(node, list):
        return [_everywhere(value, shorten) for value in node]
    return node


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
