"""JupyterLab on this machine alone, and a browser that can reach nothing else."""

import contextlib
import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from playwright.sync_api import Page, Route, sync_playwright

from helpers.core.browser import chromium

QUIET_CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
)
START_SECONDS = 90
KERNEL_MILLISECONDS = 120_000
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it answers, and the folder it serves."""

    port: int
    token: str
    folder: Path

    def address(self, notebook: str) -> str:
        """Where a notebook of the folder opens."""
        return f"http://{LOOPBACK}:{self.port}/lab/tree/{notebook}?token={self.token}&reset"


@dataclass(frozen=True)
class Visit:
    """An open page, with every address it asked for beyond this machine and every error it told."""

    page: Page
    strayed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, lab: Lab, notebook: str) -> None:
        """Open a notebook and wait until its kernel is ready."""
        self.page.goto(lab.address(notebook))
        self.page.wait_for_function(
            """() => {
                const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
                return session?.isReady && session.session?.kernel?.status === "idle";
            }""",
            timeout=KERNEL_MILLISECONDS,
        )

    def run_all(self) -> None:
        """Run all cells and wait for the last."""
        self._command("notebook:run-all-cells")

    def run_cell(self, number: int) -> str:
        """Run one cell, counted from 0; gives back what it printed."""
        self.page.evaluate(
            "number => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = number }",
            number,
        )
        self._command("notebook:run-cell")
        outputs = self.page.evaluate(
            "number => window.jupyterapp.shell.currentWidget.model.toJSON().cells[number].outputs",
            number,
        )
        return "".join("".join(output.get("text", "")) for output in outputs)

    def press(self, label: str, key: str) -> None:
        """Press a key on a widget's control."""
        control = self.page.get_by_label(label, exact=True)
        control.focus()
        self.page.wait_for_function(
            "control => control.hasAttribute('data-lm-suppress-shortcuts')",
            arg=control.element_handle(),
        )
        control.press(key)

    def _command(self, name: str) -> None:
        self.page.evaluate("name => window.jupyterapp.commands.execute(name)", name)


@contextlib.contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """JupyterLab serving a folder, with settings, businesses and run files of its own inside it."""
    private = folder / ".private"
    settings = private / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(
        json.dumps({"checkForUpdates": False, "fetchNews": "false"})
    )
    lab = Lab(_free_port(), secrets.token_hex(16), folder)
    server = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--expose-app-in-browser",
            f"--ServerApp.ip={LOOPBACK}", f"--ServerApp.port={lab.port}",
            "--ServerApp.port_retries=0", f"--IdentityProvider.token={lab.token}",
            f"--ServerApp.root_dir={folder}", "--ServerApp.allow_root=True",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            "--LabApp.news_url=None",
        ],
        env={name: value for name, value in os.environ.items() if name != "GROWTH_STILL"} | {
            "JUPYTER_CONFIG_DIR": str(private / "config"),
            "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
            "IPYTHONDIR": str(private / "ipython"),
            "GROWTH_BUSINESSES": str(folder / "businesses"),
        },
        stdout=subprocess.DEVNULL, stderr=(folder / "lab.log").open("w"),
    )
    try:
        _wait_until_it_answers(lab, server)
        yield lab
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def offline_browser(width: int = 1280, height: int = 1600) -> Iterator[Visit]:
    """A page in a browser that is let through to this machine only."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(QUIET_CHROMIUM)
        )
        try:
            context = browser.new_context(viewport={"width": width, "height": height})
            visit = Visit(context.new_page())
            context.route("**/*", lambda route: _only_here(route, visit.strayed))
            visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
            visit.page.on("console", lambda message: visit.errors.append(message.text)
                          if message.type == "error" else None)
            yield visit
        finally:
            browser.close()


def write_notebook(path: Path, cells: list[str]) -> None:
    """A notebook of code cells."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3",
                                 "language": "python"}},
    )
    nbformat.write(notebook, path)


def _only_here(route: Route, strayed: list[str]) -> None:
    address = route.request.url
    if address.startswith((f"http://{LOOPBACK}:", "data:", "blob:")):
        route.continue_()
    else:
        strayed.append(address)
        route.abort()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(lab: Lab, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError((lab.folder / "lab.log").read_text())
        connection = http.client.HTTPConnection(LOOPBACK, lab.port, timeout=5)
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.request("GET", f"/api/status?token={lab.token}")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise TimeoutError((lab.folder / "lab.log").read_text())
