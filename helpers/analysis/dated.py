"""When the owner's answers were given."""

from collections.abc import Mapping

import pandas as pd

from helpers.analysis.periods import to_day

DATE = "date"


def day_given(answers: Mapping | None) -> pd.Timestamp | None:
    """The day that answers carry; None where they carry none, or there are no answers.

    Examples
    --------
    >>> day_given({"date": "2025-03-31"}), day_given({"craft": "room"}), day_given(None)
    (Timestamp('2025-03-31 00:00:00'), None, None)
    """
    given = (answers or {}).get(DATE)
    return None if given is None else to_day(given)
