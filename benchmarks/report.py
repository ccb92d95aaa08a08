"""What a report of the whole course costs: CPU seconds, lesson by lesson.

Each round makes the report twice, each time by a process of its own: with a kernel from the fork
server, and with an ordinary one, which is what the ratio compares with. CPU seconds are those that
the kernel used while a lesson's cells ran; of a whole report, what the process and all it started
used, with all start-up. The machine's mood is in both, so look at ratios; medians over the rounds.

Run with:  python -m benchmarks.report  [--business shop] [--rounds 3]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

FORKED, ORDINARY = "forked", "ordinary"
START, WHOLE = "start of the kernel", "the whole report"


def cost(way: str, business: str) -> None:
    """Make one report, and print what its kernel used, by lesson."""
    import psutil
    from jupyter_client.manager import AsyncKernelManager

    from helpers.core.places import lesson_files
    from helpers.reports import Job, report_one, run

    used = defaultdict(float)

    def so_far(of) -> float:
        try:
            return sum(psutil.Process(of.km.provisioner.process.pid).cpu_times()[:2])
        except psutil.Error:
            return 0.0

    class Counting(run.ReportClient):
        if way == ORDINARY:
            kernel_manager_class = AsyncKernelManager

        def execute_cell(self, cell, cell_index, **options):
            before = so_far(self)
            used.setdefault(START, before)
            try:
                return super().execute_cell(cell, cell_index, **options)
            finally:
                used[cell.metadata.get("growth", {}).get("lesson", START)] += so_far(self) - before

    run.ReportClient = Counting
    with tempfile.TemporaryDirectory() as out:
        job = Job(business, "report", Path(out), tuple(lesson_files()),
                  datetime(2025, 4, 1, tzinfo=UTC), formats=("html", "xlsx", "ipynb"))
        done = report_one(job)
    assert not done.failed, done
    print(json.dumps(used))


def measured(way: str, business: str) -> dict[str, float]:
    """CPU seconds by lesson, and of the whole command."""
    before = _of_children()
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.report", "--as", way, "--business", business],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(said.splitlines()[-1]) | {WHOLE: _of_children() - before}


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--business", default="shop")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--as", dest="way", choices=[FORKED, ORDINARY], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        cost(options.way, options.business)
        return
    told = {way: [] for way in (FORKED, ORDINARY)}
    for _ in range(options.rounds):
        for way, rounds in told.items():
            rounds.append(measured(way, options.business))
    print(f"CPU seconds of a report of {options.business}, medians of {options.rounds} rounds\n"
          f"{'':24}{FORKED:>10}{ORDINARY:>10}{'ratio':>8}")
    for name in told[FORKED][0]:
        forked, ordinary = ([each[name] for each in told[way]] for way in (FORKED, ORDINARY))
        ratio = statistics.median(one / max(other, 0.01) for one, other in zip(forked, ordinary))
        print(f"{name:24}{statistics.median(forked):10.2f}{statistics.median(ordinary):10.2f}"
              f"{ratio:8.2f}")


if __name__ == "__main__":
    main()
