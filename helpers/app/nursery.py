"""Kernels that are ready at once: one process imports what lessons need, and kernels fork from it.

A kernel that imports pandas, matplotlib and the rest for itself spends seconds of a core and holds
a copy of it all. A forked one starts in a blink and shares the copy. Only Linux can be trusted to
fork a process that has loaded so much; elsewhere kernels start as usual.
"""

import ast
import contextlib
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping

CAN_FORK = sys.platform == "linux"
START = "from helpers.app.nursery import main; main()"
ALWAYS = ("ipykernel.kernelapp", "ipykernel.zmqshell", "helpers.app.asking", "helpers.app.showing")


class Nursery:
    """The process that kernels fork from, as the app sees it."""

    def __init__(self):
        self._one_at_a_time = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-c", START], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
            env=os.environ | {"MPLBACKEND": "module://matplotlib_inline.backend_inline",
                              "OPENBLAS_NUM_THREADS": "1"},
        )

    def fork(self, arguments: list[str], environment: Mapping[str, str], folder: str) -> "Forked":
        """Fork a kernel; waits until everything is imported, if it is not yet.

        Parameters
        ----------
        arguments : list of str
            Of the kernel's program.
        environment : mapping of str to str
            All that is to be in its environment.
        folder : str
            Where it works.

        Raises
        ------
        OSError
            The process is not there any more.
        """
        wish = {"arguments": arguments, "environment": dict(environment), "folder": folder}
        with self._one_at_a_time:
            self._process.stdin.write(json.dumps(wish) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        if not answer:
            raise OSError("the process that kernels fork from has ended")
        return Forked(int(answer))

    def close(self) -> None:
        """End the process; kernels that it forked end with it."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


class Forked:
    """A forked kernel, with what of `subprocess.Popen` a kernel's manager asks for."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid = pid

    def poll(self) -> int | None:
        """None while it runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        """Nothing is left to wait for once it has ended: the system clears up after it."""
        return 0

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def modules_of_lessons() -> Iterator[str]:
    """The modules that lessons import."""
    from helpers.lessons.lesson import all_lessons

    sources = (cell.source for lesson in all_lessons() for cell in lesson.notebook.cells
               if cell.cell_type == "code" and "import " in cell.source)
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module


def main() -> None:
    """Import everything, then fork a kernel for each line that comes in, until no more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the app, which closes this
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system clears up after ended kernels
    for name in dict.fromkeys([*ALWAYS, *modules_of_lessons()]):
        with contextlib.suppress(ImportError):  # the lesson that needs it will say so
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        wish = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become_kernel(**wish)
        os.write(1, f"{pid}\n".encode())


def _become_kernel(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    from ipykernel.kernelapp import IPKernelApp

    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        sys.argv = arguments
        with_parent = [*arguments[1:], f"--IPKernelApp.parent_handle={os.getppid()}"]
        IPKernelApp.launch_instance(with_parent)
    finally:
        os._exit(0)
