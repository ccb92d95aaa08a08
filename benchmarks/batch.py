"""How long a batch of reports takes, against the ways there are without this package.

One interleaved run, every figure a whole command with its start-up, medians over the rounds.
Memory is looked at in a round of its own, since to look takes time, the more processes the more.

- ours: one batch, forked warm kernels, two formats (page and notebook), as the others deliver
- (a) the `papermill` and `jupyter nbconvert` commands, one client after another
- (b) papermill and the HTML exporter in one process, one client after another
- (c) two processes of (b)
- the limit: the same cells run as a plain function on all cores, no kernel, nothing exported

The report is the whole course, as far as 20,000 orders and nothing else allow it. The other ways
run one notebook of its cells, made beforehand, without those that refuse: ours runs these too. A
client takes the others the better part of a minute, so a whole run takes long.

What a way needs is imported when it runs, so that no way pays for another's.

Run with:  python -m benchmarks.batch  [--clients 24] [--rounds 3] [--without a b c limit]
"""

import argparse
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ORDERS, CUSTOMERS, PRODUCTS, DAYS = 20_000, 4_000, 40, 1_095
BIN = Path(sys.executable).parent
WAYS = ("ours", "a", "b", "c", "limit")
NAMES = {"ours": "ours", "a": "(a) papermill and nbconvert commands", "b": "(b) one process",
         "c": "(c) two processes of (b)", "limit": "the limit: cells as a function"}

def write_client(folder: Path, seed: int) -> None:
    """A shop with the orders of three years, of which customers come back less and less."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(seed)
    firsts = random.integers(0, DAYS, CUSTOMERS)
    who = random.integers(0, CUSTOMERS, ORDERS)
    day = np.minimum(firsts[who] + random.exponential(90, ORDERS).astype(int), DAYS - 1)
    product = random.integers(0, PRODUCTS, ORDERS)
    orders = pd.DataFrame({
        "order_id": np.arange(ORDERS),
        "order_date": np.datetime64("2023-01-01") + day,
        "customer_id": [f"c-{number:016x}" for number in who],
        "product_id": [f"P{number:02d}" for number in product],
        "quantity": random.integers(1, 5, ORDERS),
        "unit_price": np.round(5 + product * 1.5, 2),
    })
    folder.mkdir(parents=True)
    orders.sort_values("order_date", kind="stable").to_csv(folder / "orders.csv", index=False)
    (folder / "business.yaml").write_text(f"name: Shop {seed}\ncurrency: GBP\ncountry: GB\n")


def write_course(path: Path, client: Path) -> None:
    """What a report on such a client runs, as one notebook: without what its data do not allow."""
    import nbformat

    from helpers import open_business
    from helpers.lessons import all_lessons
    from helpers.reports.plan import plan_report
    from helpers.reports.run import run_plan

    plan = plan_report(open_business(client), all_lessons())
    notebook = plan.notebook.copy()
    refused = {(part.lesson, part.part) for part in run_plan(plan).left_out}
    about = [cell.metadata.get("growth", {}) for cell in notebook.cells]
    notebook.cells = [
        cell for cell, where in zip(notebook.cells, about)
        if not {(where.get("lesson"), where.get("part")), (where.get("lesson"), "")} & refused]
    nbformat.write(notebook, path)
    print(f"{len({where.get('lesson') for where in about} - {None})} lessons, "
          f"{sum(cell.cell_type == 'code' for cell in notebook.cells)} cells", flush=True)


# The five ways, each a process of its own:  python -m benchmarks.batch --as WAY FOLDER


def ours(folder: Path) -> None:
    from helpers.reports import make_reports
    from helpers.reports.progress import JsonLines

    done = make_reports(out=folder / "out", clients=folder / "clients", formats=["html", "ipynb"],
                        jobs=2, watch=JsonLines())
    assert not done.failed, done


def by_commands(folder: Path) -> None:
    for client in clients(folder):
        out = folder / "out" / client.name
        out.mkdir(parents=True)
        for command in (
            [BIN / "papermill", folder / "lesson.ipynb", out / "report.ipynb", "-p", "business",
             client, "--no-progress-bar", "--log-level", "ERROR"],
            [BIN / "jupyter", "nbconvert", "--to", "html", "--no-input", "--log-level", "ERROR",
             out / "report.ipynb"],
        ):
            subprocess.run(list(map(str, command)), check=True)


def in_one_process(folder: Path) -> None:
    for client in clients(folder):
        one_in_process(folder, client)


def in_two_processes(folder: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.starmap(one_in_process, [(folder, client) for client in clients(folder)], chunksize=1)


def one_in_process(folder: Path, client: Path) -> None:
    import papermill
    from nbconvert import HTMLExporter

    out = folder / "out" / client.name
    out.mkdir(parents=True)
    notebook = papermill.execute_notebook(
        folder / "lesson.ipynb", out / "report.ipynb", {"business": str(client)},
        progress_bar=False, log_output=False)
    page, _ = HTMLExporter(exclude_input=True).from_notebook_node(notebook)
    (out / "report.html").write_text(page)


def as_a_function(folder: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.starmap(run_cells, [(folder, client) for client in clients(folder)], chunksize=1)


def run_cells(folder: Path, client: Path) -> None:
    import matplotlib.pyplot as plt
    import nbformat

    names = {}
    sys.stdout = open(os.devnull, "w")
    for cell in nbformat.read(folder / "lesson.ipynb", as_version=4).cells:
        if cell.cell_type != "code":
            continue
        exec(cell.source, names)
        if "parameters" in cell.metadata.get("tags", ()):
            names["business"] = str(client)
        for number in plt.get_fignums():
            plt.figure(number)._repr_mimebundle_()
        plt.close("all")


def clients(folder: Path) -> list[Path]:
    return sorted((folder / "clients").iterdir())


RUN = {"ours": ours, "a": by_commands, "b": in_one_process, "c": in_two_processes,
       "limit": as_a_function}


# Measuring


def measure(way: str, folder: Path) -> dict[str, float]:
    """Seconds of the whole command, and seconds to its first line."""
    since = time.perf_counter()
    with started(way, folder) as process:
        first = process.stdout.readline()
        to_first_line = time.perf_counter() - since
        process.stdout.read()
    seconds = time.perf_counter() - since
    return {"seconds": seconds, "first": to_first_line if first else float("nan")}


def memory(way: str, folder: Path) -> int:
    """The most memory, in bytes, that the command and all it started held together."""
    with started(way, folder) as process:
        most = Memory(process.pid)
        process.stdout.read()
        return most.bytes()


@contextmanager
def started(way: str, folder: Path) -> Iterator[subprocess.Popen]:
    """The command, which has ended well when this ends."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.batch", "--as", way, str(folder)],
        stdout=subprocess.PIPE, env=os.environ | {"GROWTH_STILL": "1", "GROWTH_REPORT": "1"},
    )
    yield process
    if process.wait():
        raise SystemExit(f"{NAMES[way]} failed")


class Memory(threading.Thread):
    """The most memory that a process and all it started held together; what is shared, once."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self._process, self._most, self._over = psutil.Process(pid), 0, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._over.wait(0.5):
            self._most = max(self._most, self._now())

    def bytes(self) -> int:
        self._over.set()
        self.join()
        return self._most

    def _now(self) -> int:
        held = 0
        try:
            for each in [self._process, *self._process.children(recursive=True)]:
                try:
                    held += each.memory_full_info().pss
                except (psutil.Error, AttributeError):
                    continue
        except psutil.Error:
            pass
        return held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without", nargs="*", default=[], choices=WAYS[1:])
    parser.add_argument("--as", dest="way", nargs=2, metavar=("WAY", "FOLDER"),
                        help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        RUN[options.way[0]](Path(options.way[1]))
        return
    ways = [way for way in WAYS if way not in options.without]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(options.clients):
            write_client(folder / "clients" / f"client-{number:03d}", number)
        write_course(folder / "lesson.ipynb", clients(folder)[0])
        told = {way: [] for way in ways}
        for number in range(options.rounds):
            for way in ways:
                told[way].append(measure(way, folder))
            print(f"round {number + 1}: " + ", ".join(
                f"{way} {told[way][-1]['seconds']:.1f} s" for way in ways), flush=True)
        held = {way: memory(way, folder) for way in ways}
    report(told, held, options)


def report(told: dict[str, list[dict]], held: dict[str, int], options) -> None:
    seconds = {way: statistics.median(each["seconds"] for each in rounds)
               for way, rounds in told.items()}
    print(f"\n{options.clients} clients of {ORDERS:,} orders, {os.cpu_count()} cores, medians of "
          f"{options.rounds} rounds, whole commands")
    print(f"{'':40}{'seconds':>9}{'ours is':>12}{'GiB':>7}")
    for way, value in seconds.items():
        ratio = "" if way == "ours" else f"{value / seconds['ours']:.2f} x"
        print(f"{NAMES[way]:40}{value:9.1f}{ratio:>12}{held[way] / (1 << 30):7.2f}")
    if "limit" in seconds:
        print(f"ours takes {seconds['ours'] / seconds['limit']:.2f} times the limit")
    first = statistics.median(each["first"] for each in told["ours"])
    print(f"first line of progress after {first:.2f} s")


if __name__ == "__main__":
    main()
