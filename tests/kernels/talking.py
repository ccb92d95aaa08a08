"""A kernel from the fork server to talk to, and whether processes run; nothing waits for ever."""

import asyncio
import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from helpers.kernels.manager import WarmKernelManager

SECONDS = 60

# A fork server that imports only what it is told to, for tests that start their own.
COLD = (
    "from importlib import import_module; from helpers.kernels import server; "
    "server.warming.warm = lambda modules, lessons: list(map(import_module, modules)); "
    "server.warming.meanwhile = lambda: iter(()); "
    "server.main()"
)


class Kernel:
    """A kernel that runs, its manager, and all that it has answered.

    Parameters
    ----------
    manager : WarmKernelManager
        It has started none yet.
    **options
        How to start it.
    """

    def __init__(self, manager: WarmKernelManager, **options):
        self._loop, self.manager = asyncio.new_event_loop(), manager
        self.do(manager.start_kernel(**options))
        self.client = manager.client()
        self.client.start_channels()
        self.do(self.client.wait_for_ready(timeout=SECONDS))

    def do(self, what):
        """Wait for something asynchronous."""
        return self._loop.run_until_complete(asyncio.wait_for(what, SECONDS))

    @property
    def process(self):
        """What runs it."""
        return self.manager.provisioner.process

    def messages(self, code: str) -> list[dict]:
        """Run code; all that it shows."""
        return self.do(self._messages(self.client.execute(code)))

    def run(self, code: str) -> str:
        """Run code; what it prints, or the error that it raises."""
        text = ""
        for message in self.messages(code):
            content = message["content"]
            text += content.get("text", "") if message["msg_type"] == "stream" else ""
            text += content["ename"] if message["msg_type"] == "error" else ""
        return text.strip()

    async def _messages(self, question: str) -> list[dict]:
        seen = []
        while True:
            message = await self.client.get_iopub_msg(timeout=SECONDS)
            if message["parent_header"].get("msg_id") == question:
                seen.append(message)
                if message["content"].get("execution_state") == "idle":
                    return seen

    async def until(self, question: str, kind: str) -> dict:
        """The next message of a kind that a question leads to."""
        while True:
            message = await self.client.get_iopub_msg(timeout=SECONDS)
            if message["msg_type"] == kind and message["parent_header"].get("msg_id") == question:
                return message

    def close(self) -> None:
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.do(self.manager.shutdown_kernel(now=True))
        self.do(self.manager.cleanup_resources())
        self._loop.close()


@contextlib.contextmanager
def kernel(*, memory_bytes: int | None = None, **options) -> Iterator[Kernel]:
    """A kernel for as long as a test needs it."""
    talking = Kernel(WarmKernelManager(memory_bytes=memory_bytes), **options)
    try:
        yield talking
    finally:
        talking.close()


def comes_true(condition) -> bool:
    """Whether something becomes so before long."""
    end = time.monotonic() + SECONDS
    while not (held := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return bool(held)


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def environment(**more: str) -> dict[str, str]:
    """This process's, and more."""
    return os.environ | more
