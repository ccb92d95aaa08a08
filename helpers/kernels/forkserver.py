"""The fork server, the process that kernels fork from, as those see it who want kernels.

Each kernel has a connection to it: when it closes, for whatever reason, the fork server kills the
kernel with all its process group; when the kernel ends, its exit code comes over it. When the fork
server's owner ends, even by SIGKILL, all its kernels end, then the fork server itself, and with it
the folder that it and its kernels have their sockets in.
"""

import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

CAN_FORK = sys.platform == "linux" and hasattr(os, "pidfd_open")
ADDRESS = "GROWTH_FORK_SERVER"
INLINE = "module://matplotlib_inline.backend_inline"
START_SECONDS, END_SECONDS = 120, 10
WAITING_AT_MOST = 1024
LONGEST_FOLDER = 75  # a socket's path has at most 107 letters

ENVIRONMENT = {
    "MPLBACKEND": INLINE,
    "OPENBLAS_NUM_THREADS": "1",  # libraries are told not to start threads: see server.py
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MIMALLOC_ARENA_EAGER_COMMIT": "0",  # else Arrow claims a GiB, which no limit would count
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),  # what is given back is used again, at once:
    "MALLOC_TRIM_THRESHOLD_": str(128 << 20),  # to have it from the system costs a fault a page
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else it warns of what concerns debuggers alone
}
_START = "from helpers.kernels.server import main; main()"


class ForkedKernel:
    """A kernel that runs, with what of `subprocess.Popen` jupyter_client asks for.

    It ends when nobody holds this any more.

    Parameters
    ----------
    connection : socket
        To the fork server, with the request for a kernel sent.

    Raises
    ------
    OSError
        The fork server refused, or ended, or the kernel ended before it was ready.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket):
        self._connection, self._heard, self._code = connection, b"", None
        self.pid = self._news()["pid"]
        if "ready" not in (news := self._news()):
            raise OSError(f"the kernel ended with code {news['ended']} before it was ready")

    def poll(self) -> int | None:
        """The exit code, minus the signal's number where one ended it; None while it runs."""
        return self._ended(0)

    def wait(self) -> int:
        """Wait for the kernel's end; its exit code."""
        return self._ended(None)

    def send_signal(self, number: int) -> None:
        """Send the kernel and all its process group a signal, if it still runs."""
        if self._code is None:
            with contextlib.suppress(OSError):
                self._connection.sendall(_line({"signal": int(number)}))

    def _ended(self, seconds: float | None) -> int | None:
        if self._code is None and _readable(self._connection, seconds):
            try:
                self._code = self._news()["ended"]
            except OSError:
                self._nobody_answers()
            self._connection.close()
        return self._code

    def _nobody_answers(self) -> None:
        """End what the fork server, which is no more, cannot end: what the kernel has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._code = -signal.SIGKILL

    def _news(self) -> dict:
        while b"\n" not in self._heard:
            more = self._connection.recv(4096)
            if not more:
                raise OSError("the process that kernels fork from has ended")
            self._heard += more
        line, _, self._heard = self._heard.partition(b"\n")
        news = json.loads(line)
        if "refused" in news:
            raise OSError(news["refused"])
        return news


class ForkServer:
    """A fork server that runs, by its address; `start` makes one.

    Parameters
    ----------
    address : str
        Where it listens. Other processes of the same user reach it there.
    """

    def __init__(self, address: str):
        self.address = address

    def fork(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: str | Path, *,
        outputs: tuple[int, int] = (1, 2), memory_bytes: int | None = None,
    ) -> ForkedKernel:
        """Fork a kernel; waits until it can be talked to.

        Parameters
        ----------
        arguments : sequence of str
            Of ipykernel's program, such as `-f` and the connection file.
        environment : mapping of str to str
            All that is to be in its environment.
        folder : str or Path
            Where it works.
        outputs : tuple of int
            File descriptors for what it writes to stdout and stderr beside what cells show.
        memory_bytes : int, optional
            How much it may ask for beyond what it starts with.

        Raises
        ------
        OSError
            No kernel could be forked.
        """
        connection = self._connect()
        nothing = os.open(os.devnull, os.O_RDONLY)
        try:
            request = _line({
                "arguments": list(arguments), "environment": dict(environment),
                "folder": os.path.abspath(folder), "memory_bytes": memory_bytes,
            })
            sent = socket.send_fds(connection, [request], [nothing, *outputs])
            connection.sendall(request[sent:])
            kernel = ForkedKernel(connection)
        except BaseException:
            connection.close()
            raise
        finally:
            os.close(nothing)
        connection.settimeout(None)
        return kernel

    @contextlib.contextmanager
    def clearing(self, folder: str | Path) -> Iterator[None]:
        """Have a folder removed by the fork server at the end, even if this process is killed.

        Raises
        ------
        OSError
            The fork server has ended.
        """
        with self._connect() as connection:
            connection.sendall(_line({"clear": os.path.abspath(folder)}))
            yield
            connection.shutdown(socket.SHUT_RDWR)

    @property
    def running(self) -> bool:
        """Whether somebody listens there."""
        try:
            self._connect().close()
        except OSError:
            return False
        return True

    @staticmethod
    def start(
        modules: Sequence[str] = (), lessons: Sequence[Path] | None = None
    ) -> "OwnForkServer":
        """Start one that belongs to this process, and ends with it.

        It answers once it has imported everything, which takes seconds; this returns at once.

        Parameters
        ----------
        modules : sequence of str
            What to import beside what lessons do.
        lessons : sequence of Path, optional
            Whose notebooks; those of the whole course unless given.

        Raises
        ------
        OSError
            This system cannot fork a process that has loaded so much.
        """
        if not CAN_FORK:
            raise OSError(f"{sys.platform} cannot be trusted to fork a process that has loaded "
                          "much")
        return OwnForkServer(modules, lessons)

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(START_SECONDS)
        try:
            connection.connect(self.address)
        except OSError:
            connection.close()
            raise
        return connection


class OwnForkServer(ForkServer):
    """A fork server that this process has started."""

    def __init__(self, modules: Sequence[str], lessons: Sequence[Path] | None):
        self._folder, self._owner = private_folder(), os.getpid()
        super().__init__(str(self._folder / "socket"))
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen(WAITING_AT_MOST)
            number = str(listener.fileno())
            to_warm = json.dumps({"modules": list(modules),
                                  "lessons": None if lessons is None else list(map(str, lessons))})
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, number, str(self._owner), to_warm],
                env=os.environ | ENVIRONMENT, pass_fds=[listener.fileno()],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
            )
        self.pid = self._process.pid
        atexit.register(self.close)

    @property
    def running(self) -> bool:
        return self._process.poll() is None if os.getpid() == self._owner else super().running

    def close(self) -> None:
        """End it, and the kernels that it forked; waits for the end."""
        if os.getpid() != self._owner:  # a copy, in a process that the owner has forked
            return
        atexit.unregister(self.close)
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


_own: OwnForkServer | None = None
_one_at_a_time = threading.Lock()


def fork_server(modules: Sequence[str] = ()) -> ForkServer:
    """The fork server for this process.

    It is the one that the environment variable `GROWTH_FORK_SERVER` names, if it runs; else one of
    this process's own, started at the first call, and again where it has ended.

    Parameters
    ----------
    modules : sequence of str
        What one's own fork server is to import beside what lessons do, if it is to be started.

    Raises
    ------
    OSError
        This system cannot have one.
    """
    global _own
    address = os.environ.get(ADDRESS)
    if address and (shared := ForkServer(address)).running:
        return shared
    with _one_at_a_time:
        if _own is None or not _own.running:
            if _own is not None:
                _own.close()
            _own = ForkServer.start(modules)
        return _own


def private_folder() -> Path:
    """A new folder for its owner alone, with a path short enough for sockets in it.

    Examples
    --------
    >>> folder = private_folder()
    >>> folder.stat().st_mode & 0o777 == 0o700, len(str(folder)) <= LONGEST_FOLDER
    (True, True)
    >>> folder.rmdir()
    """
    return Path(tempfile.mkdtemp(prefix="growth-kernel-", dir=_short_place()))


def place_for_sockets() -> str:
    """Where a kernel's sockets go: beside the fork server's own, to be removed with them."""
    try:
        return os.path.dirname(fork_server().address)
    except OSError:
        return _short_place()


def _short_place() -> str:
    place = tempfile.gettempdir()
    far = len(place) > LONGEST_FOLDER - len("/growth-kernel-12345678")
    return "/tmp" if far and os.path.isdir("/tmp") else place


def _readable(connection: socket.socket, seconds: float | None) -> bool:
    waiting = select.poll()
    waiting.register(connection, select.POLLIN)
    return bool(waiting.poll(None if seconds is None else 1000 * seconds))


def _line(message: dict) -> bytes:
    return json.dumps(message).encode() + b"\n"
