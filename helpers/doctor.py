"""What `growth doctor` examines: whether everything the workbook needs is in place.

Nothing outside Python's own library is imported before it was found to be there.
"""

import os
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

OK, FAIL, MISSING = "[ OK ]", "[FAIL]", "[ -- ]"

USUAL_KERNEL_SECONDS, KERNEL_SECONDS = 3, 30  # without compiled bytecode about 10
KERNEL_CODE = """
import matplotlib.pyplot, numpy, pandas, pyarrow, scipy.stats, seaborn, sklearn, statsmodels.api
import sys
print(sys.prefix)
"""
FONT = "DejaVu Sans"

_INSTALL_AGAIN = "run  make clean  and then your make command again (with conda: make the " \
                 "environment anew from environment.yml)"


@dataclass(frozen=True)
class Check:
    """One thing examined: a line for the reader, and what to do where it failed.

    Examples
    --------
    >>> print(Check(FAIL, "Python 3.9", "install Python 3.11 or later"))
    [FAIL] Python 3.9
           to do: install Python 3.11 or later
    """

    state: str
    what: str
    remedy: str | None = None

    @property
    def failed(self) -> bool:
        """Whether the workbook cannot be used until it is mended."""
        return self.state == FAIL

    def __str__(self) -> str:
        line = f"{self.state} {self.what}"
        return line if self.remedy is None else f"{line}\n       to do: {self.remedy}"


def examine() -> list[Check]:
    """Examine Python, the packages, a kernel, fonts, write access and the browser, in that order.

    Returns
    -------
    list of Check
        Each prints as one line, with the remedy below it where one is needed.
    """
    return [python_version(), *packages(), kernel(), fonts(), *write_access(), browser()]


def python_version() -> Check:
    """Whether this Python is one the workbook is written for."""
    needed = _project()["requires-python"].removeprefix(">=")
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= tuple(map(int, needed.split("."))):
        return Check(OK, f"Python {found}")
    return Check(FAIL, f"Python {found}; {needed} or later is needed",
                 f"install Python {needed} or later, then  make clean  and  make report "
                 f"PYTHON=python{needed}")


def packages() -> list[Check]:
    """Each package the project names, at the version of the lock; those they need in one line."""
    try:
        locked = _locked_versions()
    except ModuleNotFoundError:
        return [Check(FAIL, "packages: packaging is not installed", _INSTALL_AGAIN)]
    direct = [name for name in _direct_packages() if name in locked]
    others = [name for name in locked if name not in direct]
    checks = [_package(name, locked[name]) for name in direct]
    behind_them = [check for name in others if (check := _package(name, locked[name])).failed]
    if not behind_them:
        behind_them = [Check(OK, f"{len(others)} packages these need, each at its locked version")]
    return checks + behind_them


def kernel() -> Check:
    """Whether a notebook's kernel starts in this environment and imports the stack in time."""
    try:
        seconds, prefix = _time_kernel()
    except Exception as error:  # whatever stops a kernel is the finding
        return Check(FAIL, f"a notebook kernel does not start: {_first_line(error)}",
                     _INSTALL_AGAIN)
    if Path(prefix) != Path(sys.prefix):
        return Check(FAIL, f"notebooks run another Python: {prefix}",
                     f"run  {sys.executable} -m ipykernel install --sys-prefix")
    measure = f"a notebook kernel starts and imports the packages in {seconds:.1f} s"
    if seconds <= KERNEL_SECONDS:
        return Check(OK, f"{measure} (about {USUAL_KERNEL_SECONDS} s is usual)")
    return Check(FAIL, f"{measure}; about {USUAL_KERNEL_SECONDS} s is usual, "
                 f"{KERNEL_SECONDS} s the most",
                 f"compile the packages once:  {sys.executable} -m compileall -q "
                 f"{_site_packages()}")


def fonts() -> Check:
    """Whether the charts' font is there."""
    try:
        from matplotlib import font_manager

        font_manager.findfont(FONT, fallback_to_default=False)
    except Exception as error:
        return Check(FAIL, f"the charts' font {FONT} is not found: {_first_line(error)}",
                     _INSTALL_AGAIN)
    return Check(OK, f"fonts: charts are drawn in {FONT}")


def write_access() -> list[Check]:
    """Whether reports and the owner's businesses can be written."""
    return [
        _writable("reports", ROOT),
        _writable("businesses", Path(os.environ.get("GROWTH_BUSINESSES") or ROOT / "businesses")),
    ]


def browser() -> Check:
    """Whether there is a Chromium, which only PDF reports and the browser tests need."""
    from helpers.core.browser import CHOSEN, chromium

    found = chromium()
    if found:
        return Check(OK, f"browser: {found}")
    return Check(MISSING, "no Chromium, Chrome or Edge; all works without it but reports as PDF",
                 f"install Chromium or Google Chrome, if you want PDF, or name yours in {CHOSEN}")


def _project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _direct_packages() -> list[str]:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = _project()
    named = [*project["dependencies"], *project["optional-dependencies"].get("dev", [])]
    return sorted({canonicalize_name(Requirement(line).name) for line in named})


def _locked_versions() -> dict[str, str]:
    from packaging.requirements import Requirement

    locked = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            requirement = Requirement(line.rstrip("\\ "))
            if requirement.marker is None or requirement.marker.evaluate():
                locked[requirement.name] = str(requirement.specifier).removeprefix("==")
    return locked


def _package(name: str, version: str) -> Check:
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Check(FAIL, f"{name} is not installed; {version} is needed", _INSTALL_AGAIN)
    if found != version:
        return Check(FAIL, f"{name} is {found}; {version} is needed", _INSTALL_AGAIN)
    return Check(OK, f"{name} {found}")


def _time_kernel() -> tuple[float, str]:
    from jupyter_client.manager import start_new_kernel

    started = time.perf_counter()
    manager, client = start_new_kernel(
        startup_timeout=2 * KERNEL_SECONDS, stderr=subprocess.DEVNULL
    )
    try:
        printed, errors = [], []

        def listen(message):
            content = message["content"]
            if message["msg_type"] == "stream" and content["name"] == "stdout":
                printed.append(content["text"])
            elif message["msg_type"] == "error":
                errors.append(f"{content['ename']}: {content['evalue']}")

        client.execute_interactive(KERNEL_CODE, timeout=2 * KERNEL_SECONDS, output_hook=listen)
        if errors:
            raise ImportError(errors[0])
        return time.perf_counter() - started, "".join(printed).strip()
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _site_packages() -> Path:
    return Path(metadata.distribution("ipykernel").locate_file(""))


def _writable(what: str, folder: Path) -> Check:
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            return Check(OK, f"{what} can be written in {folder}")
    except OSError as error:
        return Check(FAIL, f"{what} cannot be written in {folder}: {error.strerror}",
                     "give yourself the right to write there, or free some space")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
