"""The app on this machine alone, in a process of its own, for as long as a test needs it."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

LOOPBACK = "127.0.0.1"
PROGRAM = """
import sys
from helpers.app import serve
serve(host=sys.argv[1], port=int(sys.argv[2]), token=sys.argv[3] or None, open_browser=False,
      announce=lambda address: print(address, flush=True))
"""


@dataclass(frozen=True)
class App:
    """A running app: where it answers, the address it told, its process, where businesses stand."""

    port: int
    told: str
    pid: int
    businesses: Path

    def address(self, path: str = "", **query: str) -> str:
        """Where a page of it opens."""
        return f"http://{LOOPBACK}:{self.port}/{path}" + (f"?{urlencode(query)}" if query else "")

    def lesson(self, number: str, business: str) -> str:
        """Where a lesson opens for a business."""
        return self.address(f"lesson/{number}", business=business)


@contextlib.contextmanager
def running_app(folder: Path, *, host: str = LOOPBACK, token: str = "") -> Iterator[App]:
    """The app with an owner's businesses in a folder of their own."""
    businesses = folder / "businesses"
    businesses.mkdir(exist_ok=True)
    port = free_port()
    with (folder / "app.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, host, str(port), token],
            env={name: value for name, value in os.environ.items() if name != "GROWTH_STILL"}
            | {"GROWTH_BUSINESSES": str(businesses), "IPYTHONDIR": str(folder / "ipython")},
            stdout=subprocess.PIPE, stderr=log, text=True,
        )
    try:
        told = server.stdout.readline().strip()
        if not told:
            raise RuntimeError((folder / "app.log").read_text())
        yield App(port, told, server.pid, businesses)
    finally:
        server.terminate()
        server.communicate()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def descendants(pid: int) -> list[int]:
    """The processes that have come from a process, and from those."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(child) for child in children.read_text().split()] if children.exists() else []
    return [member for child in found for member in (child, *descendants(child))]
