"""What a report is made with: the packages' versions, and the program's own fingerprint."""

import hashlib
import json
import platform
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from helpers.core.places import ROOT

PACKAGES = {
    "SMB Growth Workbook": "smb-growth-workbook", "pandas": "pandas", "NumPy": "numpy",
    "SciPy": "scipy", "statsmodels": "statsmodels", "scikit-learn": "scikit-learn",
    "matplotlib": "matplotlib", "papermill": "papermill", "nbconvert": "nbconvert",
}
PROGRAM = ("*.py", "*.j2", "*.css", "*.yaml", "*.mplstyle")


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that the numbers depend on."""
    return {"Python": platform.python_version(),
            **{name: _version(package) for name, package in PACKAGES.items()}}


def code_fingerprint(lessons: Sequence[Path]) -> str:
    """SHA-256 of everything a report depends on beside its inputs.

    The program's files, the lessons, the packages' versions: if one changes, a report is no longer
    the one that would be made now.
    """
    helpers = ROOT / "helpers"
    program = sorted({path for ending in PROGRAM for path in helpers.rglob(ending)})
    fingerprint = hashlib.sha256(json.dumps(versions(), sort_keys=True).encode())
    for path in [*program, *lessons]:
        content = path.read_bytes()
        fingerprint.update(f"{path.name} {len(content)}\n".encode() + content)
    return fingerprint.hexdigest()


@cache
def _version(package: str) -> str:
    """Looked up once: the packages of a running program do not change."""
    return version(package)
