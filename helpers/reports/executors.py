"""Who makes the reports: this process, workers on this machine, or dask's.

Each takes jobs and gives their outcomes as they come. What each worker does is the same; who
watches over workers, and starts another where one died, is the library that runs them.
"""

import os
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from contextlib import ExitStack, contextmanager
from multiprocessing import connection, get_context, parent_process
from multiprocessing.util import get_temp_dir

from helpers.core.problems import OwnerError
from helpers.reports.records import FAILED, Job, Outcome

PRELOADED = "helpers.reports.ready"  # what a worker needs, imported once


def here(jobs: Sequence[Job]) -> Iterator[Outcome]:
    """One after another in this process."""
    from helpers.reports.client import report_one

    yield from map(report_one, jobs)


def on_this_machine(jobs: Sequence[Job], workers: int) -> Iterator[Outcome]:
    """In workers, each the fork of a process that has imported everything, where that is safe."""
    with _one_thread_for_matrices(), _one_fork_server(jobs) as address:
        from pebble import ProcessPool  # while the fork server loads what it needs

        pool = ProcessPool(max_workers=workers, context=_context(), initializer=_begin_work,
                           initargs=(os.environ | address, get_temp_dir()))
        try:
            yield from _as_they_end({pool.schedule(_make, [job]): job for job in jobs})
        except BaseException:
            pool.stop()
            raise
        finally:
            pool.close()
            pool.join()


def on_dask(jobs: Sequence[Job], workers: int, scheduler: str | None = None) -> Iterator[Outcome]:
    """On dask.distributed: the scheduler at an address, or a cluster of its own on this machine.

    Parameters
    ----------
    jobs : sequence of Job
        What to make; folders must be the same for every worker.
    workers : int
        How many of its own, where no scheduler is named.
    scheduler : str, optional
        Such as tcp://10.0.0.5:8786.

    Raises
    ------
    OwnerError
        The package is not installed, or nobody answers at the address.
    """
    with _dask_client(workers, scheduler) as client:
        submit = client.get_executor(pure=False).submit
        yield from _as_they_end({submit(_make, job): job for job in jobs})


@contextmanager
def _dask_client(workers: int, scheduler: str | None):
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise OwnerError("--on dask needs the package distributed:  "
                         "pip install 'smb-growth-workbook[dask]'") from None
    if scheduler is None:
        with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None,
                          host="127.0.0.1") as cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise OwnerError(f"No dask scheduler answers at {scheduler} ({error}). Start one with  "
                         "dask scheduler  and give the address it prints.") from None
    with client:
        yield client


def _as_they_end(futures: Mapping[Future, Job]) -> Iterator[Outcome]:
    for future in as_completed(futures):
        try:
            yield future.result()
        except Exception as error:  # the worker itself ended: a report's own errors are caught
            job = futures[future]
            yield Outcome(job.name, job.slug, FAILED, f"its worker ended: {_said(error)}")


def _said(error: Exception) -> str:
    code = getattr(error, "exitcode", None)
    if isinstance(code, int) and code < 0:
        return signal.Signals(-code).name
    return f"{type(error).__name__}: {error}"


def _make(job: Job) -> Outcome:
    from helpers.reports.client import report_one

    return report_one(job)


@contextmanager
def _one_fork_server(jobs: Sequence[Job]) -> Iterator[dict[str, str]]:
    """What all workers' kernels fork from; even if the batch is killed it clears up after it."""
    from helpers.kernels.forkserver import ADDRESS, ForkServer

    try:
        fork_server = ForkServer.start(lessons=jobs[0].lessons)
    except OSError:  # kernels start as usual, and say so
        yield {}
        return
    with ExitStack() as stack:
        stack.callback(fork_server.close)
        folders = {folder for job in jobs for folder in (job.scratch, job.unfinished)}
        for folder in folders - {None}:
            stack.enter_context(fork_server.clearing(folder))
        yield {ADDRESS: fork_server.address}


def _context():
    from helpers.kernels.forkserver import CAN_FORK, LONGEST_FOLDER

    if not CAN_FORK or len(get_temp_dir()) > LONGEST_FOLDER:  # where the two would meet
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([PRELOADED])
    return context


def _begin_work(environment: Mapping[str, str], meeting_place: str) -> None:
    """A worker's environment is the batch's, and it ends with the batch, however that ends."""
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the batch, which ends its workers
    threading.Thread(target=_end_with_batch, args=[meeting_place], daemon=True).start()


def _end_with_batch(meeting_place: str) -> None:
    connection.wait([parent_process().sentinel])
    shutil.rmtree(meeting_place, ignore_errors=True)  # where the batch met its workers
    os._exit(1)


@contextmanager
def _one_thread_for_matrices() -> Iterator[None]:
    """For processes started meanwhile: the matrices are small, and forks want one thread."""
    before = os.environ.get("OPENBLAS_NUM_THREADS")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("OPENBLAS_NUM_THREADS", None)
