"""papermill with kernels from the fork server: plain reasons, and the installed command."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook
from papermill.engines import NotebookExecutionManager, papermill_engines

from helpers.core.places import NOTEBOOKS, SAMPLES
from helpers.kernels import WarmEngine, forkserver, provisioner
from helpers.kernels.client import WarmClient
from helpers.kernels.forkserver import ADDRESS
from helpers.kernels.memory import MEBIBYTE
from tests.kernels.talking import comes_true, runs

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}

ALL_THAT_CELLS_SHOW = (
    "from IPython.display import display\n1 + 1",
    "quiet = 1;",
    "import sys\nprint('out')\nsys.stderr.write('err');",
    "!echo from the shell",
    "import pandas\npandas.DataFrame({'a': [1, 2]})",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('Drawn');",
    "handle = display('first', display_id='one')",
    "handle.update('second')\ndisplay({'text/html': '<b>x</b>'}, raw=True)",
)


class Keeper(NotebookExecutionManager):
    """Keeps a notebook, and what its cells raised."""

    def __init__(self, notebook, raised):
        super().__init__(notebook, progress_bar=False)
        self.raised = raised

    def cell_exception(self, cell, cell_index=None, exception=None, **options):
        self.raised.append(exception)
        super().cell_exception(cell, cell_index, **options)


def execute(*sources: str, cwd=None, raised=None, **options):
    """Run cells with the client alone; the executed notebook."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources],
                            metadata={"papermill": {}})
    keeper = Keeper(notebook, [] if raised is None else raised)
    keeper.notebook_start()
    return WarmClient(keeper, kernel_name="python3", **options).execute(cwd=cwd)


def text(cell) -> str:
    return "".join(output.get("text", "") for output in cell.outputs).strip()


def test_cells_run_in_the_folder_and_environment_asked_for(by_address, tmp_path):
    done = execute("import os\nprint(os.getcwd(), os.getppid())", cwd=str(tmp_path))
    assert text(done.cells[0]) == f"{tmp_path} {by_address.pid}"


@pytest.mark.parametrize("ask", ["kept = bytes(2**31)", "import numpy; numpy.ones(2**29)"])
def test_a_cell_that_eats_memory_is_told_so_plainly(by_address, ask):
    raised = []
    done = execute(ask, "print('not run')", memory_bytes=256 * MEBIBYTE, raised=raised)
    [error] = done.cells[0].outputs
    assert error.ename == raised[0].ename == "MemoryError" and error.evalue == raised[0].evalue
    assert error.evalue == ("This cell wanted more memory than there is for it. A kernel may ask "
                            "for 256 MiB beyond what it starts with.")
    assert done.cells[1].outputs == []


def test_cells_show_all_that_they_should(by_address):
    shown = [cell.outputs for cell in execute(*ALL_THAT_CELLS_SHOW).cells]
    assert [len(outputs) for outputs in shown] == [1, 0, 2, 1, 1, 1, 1, 1]
    assert shown[6][0].data["text/plain"] == "'second'"


def test_a_cell_that_raises_is_the_last_one(by_address):
    done = execute("1 / 0", "print('not run')")
    assert done.cells[0].outputs[0].ename == "ZeroDivisionError" and done.cells[1].outputs == []


def test_the_kernel_has_what_its_specification_adds_to_the_environment(by_address, monkeypatch):
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

    argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", lambda *_: KernelSpec(
        argv=argv, language="python", env={"OF_THE_SPECIFICATION": "yes"}))
    done = execute("import os\nprint(os.getppid(), os.environ['OF_THE_SPECIFICATION'])")
    assert text(done.cells[0]) == f"{by_address.pid} yes"


def test_where_nothing_can_be_forked_a_notebook_runs_as_usual(monkeypatch, caplog):
    provisioner._say_once.cache_clear()
    monkeypatch.setattr(forkserver, "CAN_FORK", False)
    monkeypatch.setattr(forkserver, "_own", None)
    monkeypatch.delenv(ADDRESS, raising=False)
    with caplog.at_level(logging.WARNING, "helpers.kernels"):
        assert text(execute("print(6 * 7)").cells[0]) == "42"
    assert "cannot be trusted to fork" in caplog.text


def test_without_a_limit_an_error_is_left_as_it_is(by_address):
    [error] = execute("raise MemoryError('mine')").cells[0].outputs
    assert error.evalue == "mine"


def test_a_kernel_that_dies_is_named_with_how_it_ended(by_address):
    with pytest.raises(DeadKernelError, match="was ended by SIGKILL. .* 256 MiB .* not have been"):
        execute("import os\nos.kill(os.getpid(), 9)", memory_bytes=256 * MEBIBYTE)
    with pytest.raises(DeadKernelError, match="^The kernel ended with code 3.$"):
        execute("import os\nos._exit(3)")


def test_what_a_cell_printed_is_kept_though_its_kernel_died(by_address):
    cells = [new_code_cell("import os, time\nprint('so far')\ntime.sleep(.5)\n"
                           "os.kill(os.getpid(), 9)")]
    keeper = Keeper(new_notebook(cells=cells, metadata={"papermill": {}}), [])
    keeper.notebook_start()
    with pytest.raises(DeadKernelError):
        WarmClient(keeper, kernel_name="python3").execute()
    assert text(keeper.nb.cells[0]) == "so far"


def test_a_cell_that_never_ends_is_ended_with_its_kernel(by_address, tmp_path):
    told = tmp_path / "pid"
    with pytest.raises(CellTimeoutError):
        execute(f"import os, pathlib\npathlib.Path({str(told)!r}).write_text(str(os.getpid()))\n"
                "while True: pass", timeout=1)
    assert comes_true(lambda: not runs(int(told.read_text())))


def test_a_cell_that_never_ends_leaves_nobody_waiting(by_address):
    program = ("from tests.kernels.test_client import execute\n"
               "from nbclient.exceptions import CellTimeoutError\n"
               "try:\n    execute('while True: pass', timeout=1)\n"
               "except CellTimeoutError:\n    print('ended')")
    told = subprocess.run([sys.executable, "-c", program], text=True, capture_output=True,
                          timeout=60, check=True)
    assert told.stdout == "ended\n" and "Task was destroyed" not in told.stderr


def test_a_kernel_that_is_done_is_ended_at_once(by_address, tmp_path):
    done = execute("import atexit, os, pathlib\natexit.register(pathlib.Path('late').touch)\n"
                   "print(os.getpid())", cwd=str(tmp_path))
    assert not runs(int(text(done.cells[0]))) and not (tmp_path / "late").exists()


def test_papermill_knows_the_engine_by_its_name():
    assert papermill_engines.get_engine("growth-warm") is WarmEngine


def test_any_notebook_runs_under_the_engine(by_address, tmp_path):
    source, out = tmp_path / "any.ipynb", tmp_path / "out.ipynb"
    cells = [new_code_cell("name = 'nobody'", metadata={"tags": ["parameters"]}),
             new_code_cell("import os\nprint(name, os.getppid())"), new_code_cell("1 / 0")]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), source)
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
        papermill.execute_notebook(source, out, {"name": "Ann"}, engine_name="growth-warm",
                                   progress_bar=False)
    executed = nbformat.read(out, as_version=4)
    assert [text(cell) for cell in executed.cells if "print(" in cell.source] == [
        f"Ann {by_address.pid}"]


def test_the_installed_command_runs_a_lesson(tmp_path):
    out, temporary = tmp_path / "out.ipynb", tmp_path / "tmp"
    temporary.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != ADDRESS}
    command = Path(sys.executable).with_name("papermill")
    subprocess.run(
        [command, "--engine", "growth-warm", "--no-progress-bar", "--cwd", tmp_path,
         NOTEBOOKS / "00_start_here.ipynb", out, "-p", "business", SAMPLES / "shop"],
        env=environment | {"TMPDIR": str(temporary)}, timeout=180, check=True,
        capture_output=True,
    )
    executed = nbformat.read(out, as_version=4)
    assert executed.metadata.papermill.exception is None
    assert any("image/png" in output.get("data", {}) for cell in executed.cells
               for output in cell.get("outputs", ()))
    assert not list(temporary.iterdir())


def test_to_import_the_room_is_light():
    program = ("import sys, json, helpers.kernels; "
               "print(json.dumps([name for name in sys.modules if '.' not in name]))")
    told = subprocess.run([sys.executable, "-c", program], text=True, stdout=subprocess.PIPE,
                          timeout=60, check=True)
    assert not {"pandas", "matplotlib", "ipykernel", "IPython", "numpy", "papermill",
                "nbformat"} & set(json.loads(told.stdout))


@pytest.mark.parametrize("first", ["helpers.kernels", "helpers.kernels.client", "papermill",
                                   "helpers.kernels.engine", "helpers.kernels.manager"])
def test_the_room_and_papermill_can_be_imported_in_any_order(first):
    program = (f"import {first}\nimport helpers.kernels.client\n"
               "from papermill.engines import papermill_engines\n"
               "print(papermill_engines.get_engine('growth-warm').__name__)")
    told = subprocess.run([sys.executable, "-c", program], text=True, stdout=subprocess.PIPE,
                          timeout=60, check=True)
    assert told.stdout.strip() == "WarmEngine"
