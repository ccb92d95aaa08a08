"""Kernels that are ready at once: forked from a process that has imported everything.

For reports, for plain papermill (`papermill --engine growth-warm`), and for the app. A kernel that
imports pandas, matplotlib and the rest for itself spends seconds of a core and holds a copy of it
all; a forked one starts in a blink and shares the copy. It is still a process of its own, with its
own memory, and ends with all that it has started. Only Linux can be trusted to fork a process that
has loaded so much; elsewhere kernels start as usual, and the log says so.
"""

from helpers.kernels.engine import WarmEngine

__all__ = ["WarmEngine", "WarmProvisioner"]


def __getattr__(name: str):
    # on first use: who only starts a fork server need not wait until jupyter_client has loaded
    if name == "WarmProvisioner":
        from helpers.kernels.provisioner import WarmProvisioner

        return WarmProvisioner
    raise AttributeError(f"module 'helpers.kernels' has no attribute {name!r}")
