"""What is done once, before any kernel is forked, so that no kernel has to do it again."""

import ast
import contextlib
import importlib
import logging
import warnings
from collections.abc import Iterator, Sequence

ALWAYS = (
    "ipykernel.kernelapp", "ipykernel.zmqshell", "ipykernel.debugger", "IPython.core.completerlib",
    "IPython.core.logger", "IPython.core.oinspect", "IPython.extensions.storemagic",
    "encodings.idna", "sqlite3", "tornado.platform.asyncio", "tornado.queues",
    "stack_data", "pygments.formatters.terminal256", "pygments.lexers.python", "ipywidgets",
    "matplotlib_inline.backend_inline", "seaborn", "statsmodels.api", "holidays.countries",
)
_log = logging.getLogger(__name__)


def warm(modules: Sequence[str] = ()) -> None:
    """Import what lessons import, and use what is slow when it is used first.

    Parameters
    ----------
    modules : sequence of str
        What to import beside it.
    """
    for name in dict.fromkeys([*ALWAYS, *modules_of_lessons(), *modules]):
        with _going_on(f"{name} could not be imported"):
            importlib.import_module(name)
    with _going_on("The first use of the house failed"), warnings.catch_warnings(action="ignore"):
        _use()


@contextlib.contextmanager
def _going_on(what: str) -> Iterator[None]:
    """Kernels do without, and the lesson that needs it will say so."""
    try:
        yield
    except Exception as error:
        _log.warning("%s (%s: %s); kernels start colder.", what, type(error).__name__, error)


def modules_of_lessons() -> Iterator[str]:
    """The modules that lessons import.

    Examples
    --------
    >>> {"helpers", "helpers.lessons"} <= set(modules_of_lessons())
    True
    """
    from helpers.lessons.lesson import all_lessons

    sources = (cell.source for lesson in all_lessons() for cell in lesson.notebook.cells
               if cell.cell_type == "code" and "import " in cell.source)
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module


def _use() -> None:
    """Go through the house once: count, draw, write numbers as words.

    No file is read: that would start threads, which a process that is to be forked may not have.
    """
    import matplotlib.pyplot as plt
    import pandas as pd

    from helpers import charts, open_business
    from helpers.analysis.cohorts import cohort_retention
    from helpers.lessons import finding, table
    from helpers.places import SAMPLES

    shop = open_business(SAMPLES / "shop")
    orders = pd.DataFrame({
        "order_id": ["a", "b", "c", "d"], "customer_id": ["x", "y", "x", "y"],
        "order_date": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]),
        "product_id": "p", "quantity": 1.0, "unit_price": 2.0, "discount": 0.0,
    })
    retention = cohort_retention(orders)
    finding(retention, shop)
    table(retention.rates, "Retention", shop)
    for draw in (charts.retention_heatmap, charts.retention_curve):
        draw(retention, format=shop.format).figure._repr_mimebundle_()
    plt.close("all")
