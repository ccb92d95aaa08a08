"""The fork server's own process: it imports everything once, then forks a kernel for each request.

It has one thread. A fork takes along the thread that asks for it alone, and a lock that another
thread held would stay locked in the child for ever.
"""

import atexit
import contextlib
import ctypes
import gc
import json
import os
import selectors
import shutil
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from helpers.kernels import warming
from helpers.kernels.forked import become_kernel

_REQUEST_BYTES, _DESCRIPTORS = 1 << 16, 3
_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
_LAST_ROUNDS = 100
_DONE = object()


def main() -> None:
    """Import everything, then fork kernels until the owner ends or a SIGTERM comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner, who closes this
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    server = Server(socket.socket(fileno=int(sys.argv[1])))
    if server.belongs_to(int(sys.argv[2])):
        gc.disable()  # what is imported stays: to look for rubbish in it takes half a second
        warming.warm(**json.loads(sys.argv[3]))
        gc.freeze()
        gc.enable()
    server.serve(warming.meanwhile())
    atexit._run_exitfuncs()
    os._exit(0)  # to take apart all that was imported would keep its owner waiting


class Connection:
    """A socket to somebody who wants a kernel, or has one."""

    def __init__(self, accepted: socket.socket):
        self.socket, self.heard, self.descriptors = accepted, b"", []
        self.kernel: int | None = None
        self.to_clear: list[str] = []

    def hear(self) -> list[dict] | None:
        """What was asked; None where the other end is closed."""
        try:
            data, descriptors, _, _ = socket.recv_fds(self.socket, _REQUEST_BYTES, _DESCRIPTORS)
        except BlockingIOError:
            return []
        except OSError:
            return None
        self.descriptors += descriptors
        if not data:
            return None
        *lines, self.heard = (self.heard + data).split(b"\n")
        return list(map(json.loads, lines))

    def say(self, **news) -> None:
        """Tell the other end, if it still listens."""
        with contextlib.suppress(OSError):
            self.socket.send(json.dumps(news).encode() + b"\n")

    def close(self) -> None:
        """Close it, with what was sent over it."""
        self.socket.close()
        self.close_descriptors()

    def close_descriptors(self) -> None:
        while self.descriptors:
            os.close(self.descriptors.pop())


class Server:
    """Listens, forks, watches.

    Parameters
    ----------
    listener : socket
        Where requests come in.
    """

    def __init__(self, listener: socket.socket):
        self._address, self._listener = listener.getsockname(), listener
        self._ending, self._life_of_owner = False, None
        self._signals, self._signalled = socket.socketpair()
        self._connections: set[Connection] = set()
        self._kernels: dict[int, Connection] = {}
        self._to_clear: set[str] = set()
        self._selector = selectors.DefaultSelector()
        for each in (listener, self._signals, self._signalled):
            each.setblocking(False)
        self._selector.register(listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._signals, selectors.EVENT_READ, self._signal_came)

    def belongs_to(self, owner: int) -> bool:
        """Watch the process that has started this one; False where it has ended already."""
        try:
            self._life_of_owner = os.pidfd_open(owner)
        except ProcessLookupError:
            self._ending = True
            return False
        self._selector.register(self._life_of_owner, selectors.EVENT_READ, self._owner_ended)
        self._ending |= os.getppid() != owner
        return not self._ending

    def serve(self, meanwhile: Iterator = iter(())) -> None:
        """Do what is asked until it is time to end; then end everything.

        Parameters
        ----------
        meanwhile : iterator
            What to do while nothing is asked, step by step.
        """
        signal.set_wakeup_fd(self._signalled.fileno())
        for number in (signal.SIGCHLD, signal.SIGTERM):  # until now a SIGTERM ended this at once
            signal.signal(number, lambda *_: None)  # the wake-up does the work
        more = True
        while not self._ending:
            events = self._selector.select(0 if more else None)
            self._answer(events)
            if more and not events:
                more = next(meanwhile, _DONE) is not _DONE
                gc.freeze()
        self._end()

    def _answer(self, events) -> None:
        for key, _ in events:
            key.data()

    def _accept(self) -> None:
        with contextlib.suppress(BlockingIOError):
            accepted, _ = self._listener.accept()
            accepted.setblocking(False)
            connection = Connection(accepted)
            self._connections.add(connection)
            self._selector.register(accepted, selectors.EVENT_READ, partial(self._hear, connection))

    def _owner_ended(self) -> None:
        self._selector.unregister(self._life_of_owner)
        self._ending = True

    def _signal_came(self) -> None:
        self._ending |= signal.SIGTERM in self._signals.recv(4096)
        self._reap()

    def _hear(self, connection: Connection) -> None:
        requests = connection.hear()
        if requests is None:
            self._let_go(connection)
            return
        for request in requests:
            if "clear" in request:
                connection.to_clear.append(request["clear"])
            elif "signal" in request:
                self._signal_group(connection.kernel, request["signal"])
            else:
                self._fork(connection, request)

    def _fork(self, connection: Connection, request: dict) -> None:
        parent = os.getpid()
        try:
            refuse_threads()
            pid = os.fork()
        except OSError as error:
            connection.say(refused=str(error))
            return
        if pid == 0:
            own, descriptors = connection.socket.dup(), connection.descriptors
            connection.descriptors = []
            self._forget()
            become_kernel(parent, own, descriptors, **request)
        connection.kernel = pid
        self._kernels[pid] = connection
        connection.close_descriptors()
        connection.say(pid=pid)

    def _forget(self) -> None:
        """Close, in a kernel, what belongs to the process that it came from."""
        signal.set_wakeup_fd(-1)
        self._selector.close()
        os.close(self._life_of_owner)
        for each in (self._listener, self._signals, self._signalled, *self._connections):
            each.close()

    def _let_go(self, connection: Connection) -> None:
        self._selector.unregister(connection.socket)
        connection.close()
        self._connections.discard(connection)
        self._signal_group(connection.kernel, signal.SIGKILL)
        self._clear(connection.to_clear)

    def _signal_group(self, kernel: int | None, number: int) -> None:
        if kernel in self._kernels:  # else its number may be another's by now
            with contextlib.suppress(ProcessLookupError):
                os.killpg(kernel, number)

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                self._signal_group(ended.si_pid, signal.SIGKILL)  # while the number is still its
                _, status = os.waitpid(ended.si_pid, 0)
                self._ended(ended.si_pid, os.waitstatus_to_exitcode(status))

    def _ended(self, pid: int, code: int) -> None:
        connection = self._kernels.pop(pid, None)
        if connection is not None:
            connection.say(ended=code)
        self._end_orphans()
        self._clear(())

    def _end_orphans(self) -> None:
        """End what kernels have left behind in groups of their own; this process has adopted it."""
        for orphan in children():
            with contextlib.suppress(ProcessLookupError):
                if orphan not in self._kernels and os.getsid(orphan) not in self._kernels:
                    os.kill(orphan, signal.SIGKILL)

    def _clear(self, folders: Sequence[str]) -> None:
        """Remove folders; what something that is just ending still writes to, at the next call."""
        self._to_clear.update(folders)
        for folder in list(self._to_clear):
            shutil.rmtree(folder, ignore_errors=True)
            if not os.path.lexists(folder):
                self._to_clear.discard(folder)

    def _end(self) -> None:
        for _ in range(_LAST_ROUNDS):  # what has been asked names folders that are to be removed
            events = self._selector.select(0)
            if not events:
                break
            self._answer(events)
        for kernel in self._kernels:
            self._signal_group(kernel, signal.SIGKILL)
        while left := children():
            for each in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.wait()
        for connection in self._connections:
            self._clear(connection.to_clear)
        self._clear([os.path.dirname(self._address)])


def refuse_threads() -> None:
    """Refuse to fork where there is more than one thread.

    Raises
    ------
    OSError
        There are others; the message names them.
    """
    tasks = Path("/proc/self/task")
    names = [(task / "comm").read_text().strip() for task in sorted(tasks.iterdir())]
    if len(names) > 1:
        raise OSError(f"{len(names)} threads run in the process that kernels fork from, where one "
                      f"alone may: {', '.join(names)}. A library that it imports has started them.")


def children() -> list[int]:
    """The processes that have come from this one, or that it has adopted.

    Examples
    --------
    >>> os.getpid() in children()
    False
    """
    pid = os.getpid()
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []
