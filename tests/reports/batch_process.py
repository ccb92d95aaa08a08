"""A batch in a process of its own, so that tests can see what outlives what."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from helpers.core.places import ROOT
from helpers.reports import Limits, make_reports
from helpers.reports.progress import JsonLines

PATIENCE_SECONDS = 90


class BatchProcess:
    """A batch that was started; ends with the `with` block, whatever is left of it."""

    def __init__(self, folder: Path, clients: Path, lessons, *, first=None, **options):
        self.out = folder / "out"
        self.temporary = Path(tempfile.mkdtemp(prefix="growth-batch-"))
        wish = {"out": str(self.out), "clients": str(clients), "formats": ["html", "ipynb"],
                "lessons": [str(lesson.path) for lesson in lessons], **options}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.reports.batch_process", json.dumps(wish)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
            preexec_fn=_as_from_a_terminal(first),
            env=os.environ | {"TMPDIR": str(self.temporary)}, start_new_session=True,
        )
        self._all = {psutil.Process(self.process.pid)}

    def __enter__(self) -> "BatchProcess":
        return self

    def __exit__(self, *_) -> None:
        for process in self.alive():
            process.kill()
        self.process.communicate()
        shutil.rmtree(self.temporary)

    def finished(self) -> dict[str, dict]:
        """How each client's report went, once the batch has ended."""
        told, errors = self.process.communicate(timeout=PATIENCE_SECONDS)
        assert "Traceback" not in errors, errors
        events = map(json.loads, told.splitlines())
        return {event["slug"]: event for event in events if event["event"] == "ended"}

    def processes(self) -> set[psutil.Process]:
        """All that it has started until now, and all that those started."""
        for process in list(self._all):
            try:
                self._all |= set(process.children(recursive=True))
            except psutil.NoSuchProcess:
                continue
        return self._all

    def alive(self) -> list[psutil.Process]:
        """Those of its processes that still run."""
        return [process for process in self.processes()
                if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]

    def wait_for(self, what) -> None:
        """Wait until something holds; meanwhile its processes are noted."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not what():
            assert time.monotonic() < end, self.process.poll()
            self.processes()
            time.sleep(0.05)

    def left(self) -> list[str]:
        """What lies in its temporary folder, and what is unfinished among the reports."""
        unfinished = [path.name for path in self.out.glob(".*")] if self.out.exists() else []
        return [*unfinished, *os.listdir(self.temporary)]


def _as_from_a_terminal(first):
    """A job in the background ignores Ctrl-C, and so does all that it starts; here it counts."""
    def prepare():
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if first is not None:
            first()
    return prepare


def main(wish: dict) -> int:
    """Run a batch as asked."""
    from helpers.lessons import Lesson

    lessons = [Lesson.read(Path(path)) for path in wish.pop("lessons")]
    limits = Limits(**wish.pop("limits", {}))
    return make_reports(lessons=lessons, limits=limits, watch=JsonLines(), **wish).exit_code


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
