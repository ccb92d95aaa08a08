"""ipykernel's own kernel at the end of a line: no other sockets, no threads, no debugger."""

import asyncio
import logging
import sys
import threading
from types import SimpleNamespace

import zmq
from ipykernel.debugger import Debugger
from ipykernel.ipkernel import IPythonKernel
from tornado.ioloop import IOLoop
from traitlets import Any
from traitlets.config import Config

from helpers.kernels.line import Line, unsigned
from helpers.kernels.streams import LineStream


class LineKernel(IPythonKernel):
    """Answers what is asked over a line, and remembers no history on disk; `at` makes it."""

    shell_stream = Any()
    _supports_kernel_subshells = False
    _execute_sleep = 0  # who asks hears in order

    @classmethod
    def at(cls, line: Line) -> "LineKernel":
        """The kernel of this process.

        Parameters
        ----------
        line : Line
            To who asks.
        """
        this_thread = SimpleNamespace(parent_thread=threading.current_thread())
        return cls.instance(
            shell_stream=line, iopub_socket=line, session=unsigned(),
            log=logging.getLogger("ipykernel"), debugger_class=_NoDebugger,
            config=Config(HistoryManager={"enabled": False}),
            shell_channel_thread=this_thread,  # asked where a cell awaits something
        )

    def start(self) -> None:
        """Answer until nobody is left to ask."""
        self.shell.exit_now = False
        self._streams = sys.stdout, sys.stderr = (
            LineStream(self.session, self.iopub_socket, "stdout", 1),
            LineStream(self.session, self.iopub_socket, "stderr", 2))
        asyncio.run(self._answer())

    async def _answer(self) -> None:
        self.io_loop = IOLoop.current()
        while (question := await self.shell_stream.question()) is not None:
            await self.dispatch_shell(list(map(zmq.Message, question)))

    async def do_execute(self, *cell, **options) -> dict:
        """Run a cell; what it writes past Python is told at its end."""
        try:
            return await super().do_execute(*cell, **options)
        finally:
            for stream in self._streams:
                stream.tell_what_went_past()

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing waits: who asks hears one answer before it asks again."""


class _NoDebugger(Debugger):
    def __init__(self, *_):
        pass
