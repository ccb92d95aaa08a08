"""A limit on the memory that a kernel may ask for, where the system has such."""

import re
import sys
from pathlib import Path

HAS_LIMIT = sys.platform == "linux"
MEBIBYTE = 1 << 20

# What an ordinary kernel asks for until it has imported all that a forked one starts with; of it
# Arrow claims 1,024 MiB ahead.
TO_START_BYTES = 1_700 * MEBIBYTE


def limit_memory(extra_bytes: int, *, pid: int = 0) -> None:
    """Let a process ask for so much memory beyond what it has; then it gets a `MemoryError`.

    Counted is what it asks for to write in, used or not, with the stacks of its threads.

    Parameters
    ----------
    extra_bytes : int
        How much.
    pid : int
        The process; 0 is this one.

    Raises
    ------
    OSError
        The process is not there, or not one's own.
    """
    import resource

    most = data_bytes(pid) + extra_bytes
    _, hard = resource.prlimit(pid, resource.RLIMIT_DATA)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.prlimit(pid, resource.RLIMIT_DATA, (most, hard))


def data_bytes(pid: int = 0) -> int:
    """What a process has asked for to write in, as the limit counts it.

    Examples
    --------
    >>> not HAS_LIMIT or data_bytes() > MEBIBYTE
    True
    """
    status = Path(f"/proc/{pid or 'self'}/status").read_text()
    return 1024 * int(re.search(r"^VmData:\s+(\d+) kB", status, re.MULTILINE)[1])


def in_words(number_of_bytes: int) -> str:
    """A number of bytes as a person says it.

    Examples
    --------
    >>> in_words(512 * MEBIBYTE), in_words(2048 * MEBIBYTE)
    ('512 MiB', '2,048 MiB')
    """
    return f"{number_of_bytes / MEBIBYTE:,.0f} MiB"
