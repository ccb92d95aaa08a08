"""How long a chart takes from a result to the picture in a page, against a notebook's usual way.

Run it from the project's folder:  python -m benchmarks.charts

The usual way is what a notebook does with any figure of matplotlib: it draws it at the end of the
cell, and then once more, twice over, as a picture cut to what is drawn. Both ways draw the same
charts with as many pixels to the inch. Counted is the time of the processor. A chart is quicker
again: the outlines of the words in it are known.
"""

import statistics
import time
from collections.abc import Callable

import matplotlib.pyplot as plt
from IPython.core.pylabtools import print_figure
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers import open_business
from helpers.charts.style import PIXELS_PER_INCH, new_axes
from helpers.subjects.customers.charts import (
    lapsed_chart, retention_curve, retention_heatmap, survival_curve,
)
from helpers.subjects.customers.cohorts import cohort_retention
from helpers.subjects.customers.lapse import lapsed
from helpers.subjects.customers.survival_curves import survival
from helpers.subjects.demand.charts import forecast_chart, newsvendor_chart
from helpers.subjects.demand.widgets.forecast import ForecastWidget
from helpers.subjects.sales.charts.sales import sales_over_time
from helpers.subjects.sales.over_time import monthly_sales
from helpers.subjects.strategy.charts.strategy import ansoff_matrix, firmness_chart
from helpers.subjects.strategy.widgets.ansoff import ansoff_view

ROUNDS = 7


def drawings() -> dict[str, Callable[[], Axes]]:
    """Charts of the sample businesses by name, with all that is to be calculated done."""
    shop, bakery, saas = (open_business(name) for name in ("shop", "bakery", "saas"))
    orders, subscriptions = shop.table("orders"), saas.table("subscriptions")
    retention, growth = cohort_retention(orders), ansoff_view(shop, {})
    bread = ForecastWidget(bakery).result
    drawn = {
        retention_heatmap: (retention, shop),
        retention_curve: (retention, shop),
        sales_over_time: (monthly_sales(orders), shop),
        lapsed_chart: (lapsed(orders), shop),
        survival_curve: (survival(subscriptions, by="plan"), saas),
        forecast_chart: (bread.forecast, bakery),
        newsvendor_chart: (bread.stock.curve, bakery),
        ansoff_matrix: (growth, shop),
        firmness_chart: (growth, shop),
    }
    return {
        chart.__name__: lambda chart=chart, result=result, business=business: chart(
            result, format=business.format)
        for chart, (result, business) in drawn.items()
    }


def house_way(draw: Callable[[], Axes]) -> None:
    """The picture with its words, as a notebook asks for it."""
    draw().figure._repr_mimebundle_()


def usual_way(draw: Callable[[], Axes]) -> None:
    """The picture as a notebook makes it of a figure that does not say how."""
    figure = draw().figure
    FigureCanvasAgg(figure).draw()
    print_figure(figure, fmt="png", dpi=PIXELS_PER_INCH, base64=True)


def milliseconds(way: Callable, draw: Callable[[], Axes]) -> float:
    """What one chart takes of the processor, from the result to the picture."""
    start = time.process_time()
    way(draw)
    taken = time.process_time() - start
    plt.close("all")
    return 1000 * taken


def main() -> None:
    plt.switch_backend("agg")
    house_way(new_axes)  # the first chart of all looks for its fonts
    print(f"{'milliseconds':18} {'usual':>7} {'first':>7} {'again':>7}   times as fast")
    totals = [0.0, 0.0, 0.0]
    for name, draw in drawings().items():
        first = milliseconds(house_way, draw)
        pairs = [(milliseconds(usual_way, draw), milliseconds(house_way, draw))
                 for _ in range(ROUNDS)]
        usual, again = (statistics.median(times) for times in zip(*pairs))
        totals = [total + taken for total, taken in zip(totals, (usual, first, again))]
        _print_row(name, usual, first, again)
    _print_row("all", *totals)


def _print_row(name: str, usual: float, first: float, again: float) -> None:
    print(f"{name:18} {usual:7.0f} {first:7.0f} {again:7.0f}   "
          f"{usual / first:.1f} first, {usual / again:.1f} again", flush=True)


if __name__ == "__main__":
    main()
