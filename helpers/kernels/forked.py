"""What a fork of the fork server does to be an ordinary kernel in a process of its own."""

import atexit
import contextlib
import ctypes
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn

from helpers.kernels.forkserver import ADDRESS, INLINE
from helpers.kernels.memory import limit_memory

_OPTIONS = ("--IPKernelApp.outstream_class=helpers.kernels.streams.Stream",
            "--HistoryManager.enabled=False")  # nothing to look up later
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def become_kernel(
    parent: int, connection: socket.socket, descriptors: Sequence[int], **request
) -> NoReturn:
    """Be a kernel until it ends, in what has just been forked.

    Parameters
    ----------
    parent : int
        The process that it has been forked from, and ends with.
    connection : socket
        To whoever asked for the kernel, who is told once it can be reached.
    descriptors : sequence of int
        Its stdin, stdout and stderr.
    **request
        What `ForkServer.fork` sends.
    """
    code = 1
    try:
        _leave_parent(parent, descriptors)
        _run(connection, **request)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _leave_parent(parent: int, descriptors: Sequence[int]) -> None:
    """A session and process group of its own, its own files, and signals as in any process."""
    os.setsid()
    ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    for number in (signal.SIGCHLD, signal.SIGTERM):  # ipykernel sees to SIGINT
        signal.signal(number, signal.SIG_DFL)
    for place, descriptor in enumerate(descriptors):
        os.dup2(descriptor, place)
        os.close(descriptor)
    atexit._clear()


def _run(
    connection: socket.socket, arguments: Sequence[str], environment: Mapping[str, str],
    folder: str, memory_bytes: int | None,
) -> None:
    from ipykernel.kernelapp import IPKernelApp

    _take_environment(environment)
    os.chdir(folder)
    sys.argv = ["ipykernel_launcher", *arguments]
    app = IPKernelApp.instance()
    with _no_modules_to_list():
        app.initialize([*_OPTIONS, *arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
    app.shell._sys_modules_keys = sys.modules.keys()  # what `%reset` leaves imported: all of it
    _register_again()
    if memory_bytes is not None:
        limit_memory(memory_bytes)
    with connection:
        connection.sendall(json.dumps({"ready": True}).encode() + b"\n")
    app.start()
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()


@contextlib.contextmanager
def _no_modules_to_list() -> Iterator[None]:
    """Nothing to list for ipykernel's debugger and IPython's `%reset`, as they do at each start.

    To touch a module, or its name, is to have the page it stands on copied; there are thousands.
    """
    from ipykernel import ipkernel
    from IPython.core import shellapp

    class WithoutModules:
        modules = {}

        def __getattr__(self, name: str):
            return getattr(sys, name)

        def __setattr__(self, name: str, value):
            setattr(sys, name, value)

    listers = ipkernel, shellapp
    for lister in listers:
        lister.sys = WithoutModules()
    try:
        yield
    finally:
        for lister in listers:
            lister.sys = sys


def _take_environment(environment: Mapping[str, str]) -> None:
    """The environment, and what has been read from it, or drawn by chance, in the parent."""
    import numpy as np

    os.environ.clear()
    os.environ.update(environment)
    os.environ.pop(ADDRESS, None)  # a lesson has no business with it
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    time.tzset()
    tempfile.tempdir = None
    known = set(sys.path)
    added = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    sys.path[:0] = [place for place in map(os.path.abspath, added) if place not in known]
    np.random.seed()


def _register_again() -> None:
    """What registers itself with the shell when it is imported, which was before there was one."""
    import ipywidgets
    import matplotlib
    from matplotlib_inline import backend_inline

    matplotlib.use(os.environ.get("MPLBACKEND") or INLINE)
    backend_inline._enable_matplotlib_integration()
    ipywidgets.register_comm_target()
