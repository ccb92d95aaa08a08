"""A page as PDF, printed by the Chromium on this computer: no network, no trace left."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from babel import Locale

from helpers.browser import CHOSEN, chromium

SECONDS = 120
LETTER, A4 = "Letter", "A4"
# Unicode CLDR 47, supplemental data, measurementData/paperSize
LETTER_COUNTRIES = frozenset("BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split())

NOWHERE = "http://127.0.0.1:9"
OPTIONS = (
    "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-breakpad", "--no-first-run", "--no-default-browser-check", "--disable-quic",
    "--no-pings", "--password-store=basic", "--use-mock-keychain",
    "--host-resolver-rules=MAP * ~NOTFOUND", f"--proxy-server={NOWHERE}",
    "--proxy-bypass-list=<-loopback>",
    "--user-agent=SMB Growth Workbook", "--font-render-hinting=none",
    "--no-pdf-header-footer", "--generate-pdf-document-outline",
)


class CannotPrint(Exception):
    """There is no PDF, and why; whatever else was asked for can still be made."""


def paper(country: str | None, locale: str) -> str:
    """The paper that is usual where a business is: `Letter` or `A4`.

    Parameters
    ----------
    country : str, optional
        ISO 3166 code; the locale's country where it is not known.
    locale : str
        Such as `en_GB`.

    Examples
    --------
    >>> paper("US", "en_US"), paper(None, "es_MX"), paper("DE", "en_US")
    ('Letter', 'Letter', 'A4')
    """
    where = country or Locale.parse(locale).territory
    return LETTER if where in LETTER_COUNTRIES else A4


def print_pdf(html: str, *, folder: Path | None = None, seconds: float = SECONDS) -> bytes:
    """Print a page: tagged, with an outline.

    The browser runs without a network, in a group of its own that ends with this call, and keeps
    its profile in a private folder that is taken away. The same page printed by the same browser
    gives the same bytes, but for the time of printing.

    Parameters
    ----------
    html : str
        The page; its style says how large the paper is.
    folder : Path, optional
        Where the private folder is made; among the system's temporary ones unless given.
    seconds : float
        How long it may take.

    Raises
    ------
    CannotPrint
        There is no Chromium, it failed, or it took too long.
    """
    browser = chromium()
    if browser is None:
        raise CannotPrint("a PDF needs Chromium, Google Chrome or Edge, and none was found; "
                          f"install one, or name yours in the environment variable {CHOSEN}")
    private = Path(tempfile.mkdtemp(prefix="growth-pdf-", dir=folder))
    try:
        page, printed = private / "page.html", private / "page.pdf"
        page.write_text(html, encoding="utf-8")
        said = _run(_command(browser, private, page, printed), private, seconds)
        if not printed.is_file():
            raise CannotPrint(f"{Path(browser).name} printed nothing{said}")
        return printed.read_bytes()
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _command(browser: str, private: Path, page: Path, printed: Path) -> list[str]:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        browser, *OPTIONS, *(["--no-sandbox"] if is_root else []),  # it refuses to start otherwise
        f"--user-data-dir={private / 'profile'}", f"--print-to-pdf={printed}", page.as_uri(),
    ]


def _run(command: list[str], private: Path, seconds: float) -> str:
    """Run to the end, or end it and its children; gives back what it said last, if anything."""
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            command, cwd=private, env=_environment(private), stdin=subprocess.DEVNULL,
            stdout=told, stderr=told, start_new_session=True,
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise CannotPrint(f"{Path(command[0]).name} had not printed it after "
                              f"{seconds:g} seconds") from None
        finally:
            _end(process)
        told.seek(0)
        lines = told.read().decode("utf-8", "replace").strip().splitlines()
    return f": {lines[-1].replace(str(private), '…')}" if lines else ""


def _environment(private: Path) -> dict[str, str]:
    """This one's, with nothing of the user's to read or to write in."""
    own = {name: str(private) for name in
           ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
    # the working folder, short as it is written: a socket with a long name cannot be opened
    own["TMPDIR"] = "."
    return {**os.environ, **own, "DBUS_SESSION_BUS_ADDRESS": "disabled:", "TZ": "UTC"}


def _end(process: subprocess.Popen) -> None:
    """End what is left of it: its children are in its group."""
    if os.name == "nt":
        process.kill()
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait()
