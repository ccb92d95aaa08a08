"""The index of a batch: every business in a table that can be put in order without a script.

The page holds the table once for each order, and shows one of them; so the order that is seen is
also the order in which a screen reader tells it and the keyboard goes through it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from helpers.reports.output.pages import template
from helpers.reports.records import DONE, FAILED, FAILED_DATA, UNCHANGED, Outcome

KNOWN_FILES = {"report.html": "page", "report.pdf": "PDF", "report.xlsx": "workbook",
               "report.ipynb": "notebook"}
UNLISTED = {"run.json"}
WORST_FIRST = (FAILED, FAILED_DATA, DONE, UNCHANGED)


@dataclass(frozen=True)
class Order:
    """One order of the table: the column it goes by, what it is called, what comes first."""

    column: str
    words: str
    first: Callable[[Outcome], object]
    direction: str = "ascending"


ORDERS = (
    Order("business", "by name", lambda each: each.name.casefold()),
    Order("state", "failed first", lambda each: WORST_FIRST.index(each.state)),
    Order("findings", "most findings first", lambda each: -len(each.findings), "descending"),
    Order("left-out", "most left out first", lambda each: -len(each.left_out), "descending"),
    Order("seconds", "slowest first", lambda each: -each.seconds, "descending"),
)


def render_index(outcomes: Sequence[Outcome], made: str) -> str:
    """Draw the index of a batch: each business, how it went, what was found, and links.

    Parameters
    ----------
    outcomes : sequence of Outcome
        How each business went.
    made : str
        The day, in words.
    """
    by_name = sorted(outcomes, key=ORDERS[0].first)
    views = [(order, sorted(by_name, key=order.first)) for order in ORDERS]
    return template("index.html.j2", links=links).render(
        views=[*views[1:], views[0]], orders={order.column: order for order in ORDERS},
        total=len(outcomes), failed=sum(each.failed for each in outcomes), made=made,
    )


def links(outcome: Outcome) -> list[tuple[str, str]]:
    """The files of a report as (file, what to call it); the one to open first comes first.

    Examples
    --------
    >>> links(Outcome("Rye & Co", "rye", DONE, files=("report.xlsx", "run.json", "report.html")))
    [('report.html', 'page'), ('report.xlsx', 'workbook')]
    """
    known = [(file, words) for file, words in KNOWN_FILES.items() if file in outcome.files]
    others = sorted({*outcome.files} - {*KNOWN_FILES} - UNLISTED)
    return known + [(file, file) for file in others]
