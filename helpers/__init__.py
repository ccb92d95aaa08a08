"""SMB Growth Workbook: from "are we growing?" to "here is our plan, and how sure we are"."""

import helpers.core.light_imports

__all__ = ["open_business"]


def __getattr__(name: str):
    # on first use, so that `growth doctor` can speak where a package is missing
    if name == "open_business":
        from helpers.core.business import open_business

        return open_business
    raise AttributeError(f"module 'helpers' has no attribute {name!r}")
