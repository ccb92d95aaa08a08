"""Whether an earlier report is the one that would be made now, and what it said."""

import json
from pathlib import Path

from helpers.reports.deliver import RUN_FILE
from helpers.reports.inputs import sha256
from helpers.reports.records import UNCHANGED, Finding, Job, LeftOut, Outcome


def earlier_report(job: Job, inputs: dict[str, str]) -> Outcome | None:
    """The report that stands there, if making it again would give the same.

    Parameters
    ----------
    job : Job
        What is to be made.
    inputs : dict of str to str
        The fingerprints of the files that go into it.

    Returns
    -------
    Outcome or None
        None where there is none, where it was made of something else, or where a file of it is
        missing or was changed since.
    """
    try:
        run = json.loads((job.destination / RUN_FILE).read_text(encoding="utf-8"))
        asked = {"code": job.code, "inputs": inputs, "parameters": dict(job.parameters),
                 "formats": list(job.formats)}
        if any(run[key] != value for key, value in asked.items()):
            return None
        if run["outputs"] != delivered(job.destination):
            return None
        return _outcome(run, job)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def delivered(folder: Path) -> dict[str, str]:
    """SHA-256 of each file of a report, by its name in the folder."""
    return {path.relative_to(folder).as_posix(): sha256(path)
            for path in sorted(folder.rglob("*")) if path.is_file() and path.name != RUN_FILE}


def _outcome(run: dict, job: Job) -> Outcome:
    return Outcome(
        run["business"], job.slug, UNCHANGED, period=run["period"],
        findings=tuple(Finding(**each) for each in run["findings"]),
        left_out=tuple(LeftOut(**each) for each in run["left_out"]),
        warnings=tuple(run["warnings"]), notes=tuple(run["notes"]), files=tuple(run["outputs"]),
    )
