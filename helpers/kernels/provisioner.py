"""How jupyter_client starts kernels from the fork server, and as usual where that cannot be."""

import asyncio
import logging
import os
import subprocess
import sys
from functools import cache
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Integer, List, Unicode

from helpers.kernels import memory
from helpers.kernels.forkserver import ForkedKernel, fork_server

NOT_OF_OURS = "this is no Python kernel of this environment, or it asks for pipes of its own"
_LAUNCHER = "ipykernel_launcher"
_LOOK_AGAIN_SECONDS = 0.005
_log = logging.getLogger("helpers.kernels")


class WarmProvisioner(LocalProvisioner):
    """Forks kernels; those that cannot be forked it starts as usual, and says so once in the log.

    A kernel's specification asks for it by the name `growth-warm`:

        "metadata": {"kernel_provisioner": {"provisioner_name": "growth-warm"}}
    """

    memory_bytes = Integer(
        None, allow_none=True, config=True,
        help="How much memory a kernel may ask for beyond what it starts with.",
    )
    modules = List(
        Unicode(), config=True,
        help="What to import beside what lessons do, where a fork server is to be started.",
    )

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel, or start it as usual."""
        arguments = arguments_of(cmd)
        if arguments is None or not _plain(kwargs):
            return await self._launch_as_usual(cmd, kwargs, NOT_OF_OURS)
        try:
            self.process = await asyncio.to_thread(self._fork, arguments, kwargs)
        except OSError as error:
            return await self._launch_as_usual(cmd, kwargs, str(error))
        self.pid, self.pgid = self.process.pid, None  # signals go by the fork server
        self.cwd = kwargs.get("cwd") or os.getcwd()
        return self.connection_info

    def _fork(self, arguments: list[str], options: dict) -> ForkedKernel:
        outputs = (_descriptor(options.get("stdout"), 1), _descriptor(options.get("stderr"), 2))
        return fork_server(self.modules).fork(
            arguments, options["env"], options.get("cwd") or os.getcwd(), outputs=outputs,
            memory_bytes=self.memory_bytes,
        )

    async def _launch_as_usual(self, cmd: list[str], options: dict, why: str):
        _say_once(f"Kernels start as usual, which takes seconds: {why.removesuffix('.')}.")
        connection = await super().launch_kernel(cmd, **options)
        if self.memory_bytes is not None:
            if memory.HAS_LIMIT:
                memory.limit_memory(memory.TO_START_BYTES + self.memory_bytes, pid=self.pid)
            else:
                _say_once(f"{sys.platform} has no limit on memory; kernels run without.")
        return connection

    async def kill(self, restart: bool = False) -> None:
        """End the kernel; a forked one has ended when this returns."""
        await super().kill(restart)
        if isinstance(self.process, ForkedKernel):
            while self.process.poll() is None:
                await asyncio.sleep(_LOOK_AGAIN_SECONDS)


def arguments_of(cmd: list[str]) -> list[str] | None:
    """The arguments of a Python kernel of this environment; None where it is another.

    Examples
    --------
    >>> arguments_of([sys.executable, "-m", "ipykernel_launcher", "-f", "kernel.json"])
    ['-f', 'kernel.json']
    >>> arguments_of(["/usr/bin/R", "--slave"]) is None
    True
    """
    match cmd:
        case [program, "-m", launcher, *arguments]:
            pass
        case [program, flag, "-m", launcher, *arguments] if flag.startswith("-X"):
            pass
        case _:
            return None
    return arguments if (program, launcher) == (sys.executable, _LAUNCHER) else None


def _plain(options: dict) -> bool:
    """Whether a kernel is to end with this process, and needs no pipes."""
    streams = [options.get(name) for name in ("stdin", "stdout", "stderr")]
    return not options.get("independent") and subprocess.PIPE not in streams


def _descriptor(stream, usual: int) -> int:
    if stream is None:
        return usual
    if stream == subprocess.DEVNULL:
        return _nothing()
    return stream if isinstance(stream, int) else stream.fileno()


@cache
def _nothing() -> int:
    return os.open(os.devnull, os.O_WRONLY)


@cache
def _say_once(message: str) -> None:
    _log.warning(message)
