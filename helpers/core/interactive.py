"""Whether anyone is there to use a widget, or a still picture is wanted."""

import os


def is_interactive() -> bool:
    """Whether the kernel was started by a Jupyter server, so that controls work.

    Papermill, nbconvert and plain Python get a still picture; so does everyone where the
    environment variable `GROWTH_STILL` is set.

    Examples
    --------
    >>> is_interactive()
    False
    """
    return bool(os.environ.get("JPY_SESSION_NAME")) and not os.environ.get("GROWTH_STILL")
