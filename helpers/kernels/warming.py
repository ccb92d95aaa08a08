"""What is done once, before any kernel is forked, so that no kernel has to do it again."""

import ast
import contextlib
import json
import logging
import pkgutil
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from helpers.core.places import SAMPLES, lesson_files
from helpers.kernels.forkserver import INLINE

ALWAYS = (
    "ipykernel.kernelapp", "ipykernel.zmqshell", "ipykernel.debugger", "IPython.core.completerlib",
    "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect",
    "IPython.extensions.storemagic", "encodings.idna", "helpers.kernels.streams", "sqlite3",
    "tornado.platform.asyncio", "tornado.queues", "stack_data", "pygments.formatters.terminal256",
    "pygments.lexers.python", "ipywidgets", "matplotlib_inline.backend_inline",
    "zmq.utils.garbage",
)
LATER = ("networkx", "holidays.countries", "fontTools.subset")  # slow, and for some alone: no kernel waits
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
        _import(name)
    _try(_use)


def meanwhile() -> Iterator[None]:
    """More of it, in steps for when nobody waits for a kernel."""
    yield _try(_use_more)
    for name in LATER:
        yield _import(name)


def _import(name: str) -> None:
    with _going_on(f"{name} could not be imported"):
        pkgutil.resolve_name(name)


def _try(use: Callable[[], None]) -> None:
    with _going_on("The first use of the house failed"), warnings.catch_warnings(action="ignore"):
        use()


@contextlib.contextmanager
def _going_on(what: str) -> Iterator[None]:
    """Kernels do without, and the lesson that needs it will say so."""
    try:
        yield
    except Exception as error:
        _log.warning("%s (%s: %s); kernels start colder.", what, type(error).__name__, error)


def modules_of(notebook: Path) -> Iterator[str]:
    """What a notebook's cells import: modules, and names of modules behind a colon.

    Examples
    --------
    >>> {"helpers:open_business", "helpers.lessons:finding"} <= set(modules_of(lesson_files()[0]))
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
            yield from (f"{node.module}:{alias.name}" for alias in node.names)


def _use() -> None:
    """Go through the house once: count, draw, write numbers as words.

    No file is read: that would start threads, which a process that is to be forked may not have.
    """
    import matplotlib

    from helpers import open_business
    from helpers.lessons import finding, table
    from helpers.subjects.customers.charts import retention_curve, retention_heatmap
    from helpers.subjects.customers.cohorts import cohort_retention
    from helpers.subjects.sales.by_product import product_sales
    from helpers.subjects.sales.charts.sales import sales_over_time
    from helpers.subjects.sales.over_time import monthly_sales

    matplotlib.use(INLINE)  # looks through all that is installed for who can draw
    shop, orders = open_business(SAMPLES / "shop"), _some_orders()
    sales, retention = monthly_sales(orders), cohort_retention(orders)
    for result in (sales, retention):
        finding(result, shop)
    table(product_sales(orders), "Products", shop)
    _draw(shop, (sales_over_time, sales), (retention_heatmap, retention),
          (retention_curve, retention))


def _use_more() -> None:
    """Go through what is slow of the rest."""
    from helpers import open_business
    from helpers.charts.axes import word_width
    from helpers.lessons import finding
    from helpers.subjects.customers.charts import lapsed_chart
    from helpers.subjects.customers.lapse import lapsed
    from helpers.subjects.demand.charts import forecast_chart
    from helpers.subjects.demand.forecasting.forecast import forecast_demand

    for share in range(101):
        word_width(str(share), size=1)
    shop, orders = open_business(SAMPLES / "shop"), _some_orders()
    months = orders.groupby(orders["order_date"].dt.to_period("M"))["quantity"].sum()
    silence, forecast = lapsed(orders), forecast_demand(months, 3)
    for result in (silence, forecast):
        finding(result, shop)
    _draw(shop, (lapsed_chart, silence), (forecast_chart, forecast))


def _draw(shop, *drawings: tuple) -> None:
    import matplotlib.pyplot as plt

    for draw, result in drawings:
        draw(result, format=shop.format).figure._repr_mimebundle_()
    plt.close("all")


def _some_orders():
    """Enough of them to go through what a year's need, checked as those of a file are."""
    import numpy as np
    import pandas as pd

    from helpers.core.files import RawTable
    from helpers.core.tables import SCHEMAS, check_table

    number = np.arange(3000)
    cells = pd.DataFrame({
        "order_id": number,
        "order_date": np.datetime64("2023-01-01") + number // 3,
        "customer_id": number % 7 * (number % 101) % 400,
        "product_id": number % 40,
        "quantity": "1", "unit_price": "2.00", "discount": "0.00",
    }).astype("str")
    return check_table(RawTable(cells, "orders.csv"), SCHEMAS["orders"]).frame
