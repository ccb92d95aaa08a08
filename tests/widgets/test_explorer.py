"""What is declared of an explorer is asked, answered and drawn."""

import pandas as pd
import pytest

from helpers.charts.style import describe
from helpers.stats.result import Result
from helpers.widgets.base import Choice
from helpers.widgets.explorer import Chart, Explorer

DRAWN = []


class Days(Result):
    def __init__(self, name, count):
        self.name, self.count = name, count

    def headline(self, format=None):
        return f"{self.name} has {self.count} days."


def days_view(business, settings):
    return Days(business.name, {"week": 7, "year": 365}[settings["of"]])


def bars(result, *, ax, format, of="nothing", line="nothing"):
    ax.bar([0], [result.count])
    DRAWN.append((result.count, format, of, line))
    describe(ax, f"A bar of {result.count}.")


class DaysExplorer(Explorer):
    section = "days"
    controls = (Choice("of", "Days of", lambda _: [("a week", "week"), ("a year", "year")]),
                Choice("line", "Line", lambda _: [("solid", "solid"), ("dashed", "dashed")]))
    answer = staticmethod(days_view)
    charts = (Chart(bars, lambda result: 2 + result.count / 100, takes=("of", "line")),
              Chart(bars, 1.5))

    def table(self, result, settings):
        return pd.DataFrame({"days": [result.count]})


@pytest.fixture
def explorer(shop):
    DRAWN.clear()
    return DaysExplorer(shop)


def test_what_is_declared_is_asked_and_answered(explorer):
    assert explorer.settings == {"of": "week", "line": "solid"}
    assert explorer.current().sentence == f"{explorer.business.name} has 7 days."
    explorer.choose(of="year")
    assert explorer.result.count == 365


def test_each_chart_is_drawn_with_the_settings_it_takes(explorer):
    explorer.choose(of="year", line="dashed")
    explorer.current()
    format = explorer.business.format
    assert DRAWN == [(365, format, "year", "dashed"), (365, format, "nothing", "nothing")]


def test_charts_stand_under_each_other_each_with_its_height(explorer):
    for of, inches in (("week", 2.07 + 1.5), ("year", 5.65 + 1.5)):
        explorer.choose(of=of)
        explorer.current()
        assert float(explorer._figure.get_figheight()) == pytest.approx(inches)
        upper, lower = explorer._figure.axes
        assert upper.get_position().y0 > lower.get_position().y1


def test_all_else_comes_with_it(explorer, shop):
    explorer.choose(of="year")
    assert DaysExplorer(shop).settings["of"] == "year"
    data, metadata = explorer._repr_mimebundle_()
    assert "365 days" in data["text/plain"] and "A bar of 365." in metadata["image/png"]["alt"]
    assert pd.read_csv(explorer.save_table())["days"].tolist() == [365]
    explorer.panel.controls["of"].value = "week"
    assert explorer.result.count == 7 and "7 days" in explorer.panel.sentence.value
