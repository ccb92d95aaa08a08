"""The Chromium on this computer: it prints reports as PDF, and the tests look at pages in it.

Nothing outside Python's own library is imported, since the doctor asks here too.
"""

import os
import shutil

CHOSEN = "GROWTH_CHROMIUM"
USUAL = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
    "microsoft-edge", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def chromium() -> str | None:
    """The path of a Chromium, Chrome or Edge: what `GROWTH_CHROMIUM` names, else a usual one.

    Returns
    -------
    str or None
        None where there is none, or where `GROWTH_CHROMIUM` names no program.

    Examples
    --------
    >>> found = chromium()
    >>> found is None or os.path.isfile(found)
    True
    """
    names = [os.environ[CHOSEN]] if os.environ.get(CHOSEN) else USUAL
    return next(filter(None, map(shutil.which, names)), None)
