"""What is done once, before any kernel is forked, so that no kernel has to do it again."""

import ast
import contextlib
import importlib
import json
import logging
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.places import SAMPLES, lesson_files

ALWAYS = (
    "ipykernel.kernelapp", "ipykernel.zmqshell", "ipykernel.debugger", "IPython.core.completerlib",
    "IPython.core.logger", "IPython.core.oinspect", "IPython.extensions.storemagic",
    "encodings.idna", "sqlite3", "tornado.platform.asyncio", "tornado.queues",
    "stack_data", "pygments.formatters.terminal256", "pygments.lexers.python", "ipywidgets",
    "matplotlib_inline.backend_inline", "seaborn", "statsmodels.api", "holidays.countries",
)
_log = logging.getLogger(__name__)


def warm(modules: Sequence[str] = (), lessons: Sequence[str | Path] | None = None) -> None:
    """Import what lessons import, and use what is slow when it is used first.

    Parameters
    ----------
    modules : sequence of str
        What to import beside it.
    lessons : sequence of str or Path, optional
        Whose notebooks; those of the whole course unless given.
    """
    notebooks = lesson_files() if lessons is None else map(Path, lessons)
    imported = (name for notebook in notebooks for name in modules_of(notebook))
    for name in dict.fromkeys([*ALWAYS, *imported, *modules]):
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


def modules_of(notebook: Path) -> Iterator[str]:
    """The modules that a notebook's cells import.

    Examples
    --------
    >>> {"helpers", "helpers.lessons"} <= set(modules_of(lesson_files()[0]))
    True
    """
    with _going_on(f"{notebook.name} could not be read"):
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        sources = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        for source in sources:
            if "import " in source:
                yield from _imported(source)


def _imported(source: str) -> Iterator[str]:
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

    from helpers import charts, open_business
    from helpers.analysis.cohorts import cohort_retention
    from helpers.analysis.product_sales import product_sales
    from helpers.analysis.sales import monthly_sales
    from helpers.lessons import finding, table

    shop, orders = open_business(SAMPLES / "shop"), _some_orders()
    sales, retention = monthly_sales(orders), cohort_retention(orders)
    for result in (sales, retention):
        finding(result, shop)
    table(product_sales(orders), "Products", shop)
    for draw, result in ((charts.sales_over_time, sales), (charts.retention_heatmap, retention),
                         (charts.retention_curve, retention)):
        draw(result, format=shop.format).figure._repr_mimebundle_()
    plt.close("all")


def _some_orders():
    """Enough of them to go through what a year's need."""
    import numpy as np
    import pandas as pd

    number = np.arange(3000)
    return pd.DataFrame({
        "order_id": number.astype(str),
        "order_date": np.datetime64("2023-01-01") + number // 3,
        "customer_id": pd.Series(number % 7 * (number % 101) % 400).astype("str"),
        "product_id": pd.Series(number % 40).astype("str"),
        "quantity": 1.0, "unit_price": 2.0, "discount": 0.0,
    })
