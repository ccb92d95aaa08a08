"""The health check widget, and the owner's own bands."""

import pandas as pd
import pytest

from helpers.core.business import open_business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.finance.financial_ratios import RATIOS
from helpers.subjects.finance.health import health_check
from helpers.subjects.finance.widgets import HealthWidget, bands_from, health_view


@pytest.fixture
def widget(shop):
    return HealthWidget(shop)


def heading(widget, begins):
    return next(detail for detail in widget.current().details if detail.heading.startswith(begins))


def test_without_settings_the_bands_are_the_rules_of_thumb(shop):
    plain = health_check(shop.table("finances"))
    pd.testing.assert_frame_equal(health_view(shop, {}).frame, plain.frame)


def test_each_ratio_that_can_be_told_has_two_bounds_in_its_own_unit(widget):
    asked = {question.name: question for question in widget.choices()[1:]}
    assert list(asked) == [f"{name}_{side}" for name in RATIOS for side in ("strong", "weak")]
    assert asked["gross_margin_strong"].unit == "%"
    assert asked["gross_margin_strong"].label == "Gross margin: strong from"
    assert asked["debt_to_equity_weak"].label == "Debt to equity: weak above"
    assert (asked["runway_months_weak"].unit, asked["current_ratio_weak"].unit) == ("months", "")


@pytest.mark.parametrize("settings, band", [
    ({"gross_margin_strong": 70, "gross_margin_weak": 60}, (0.6, 0.7)),
    ({"gross_margin_strong": 70}, (0.25, 0.7)),
    ({"gross_margin_weak": 40}, (0.4, 0.5)),
    ({"gross_margin_strong": 20}, (0.2, 0.2)),
    ({"gross_margin_weak": 60}, (0.6, 0.6)),
    ({"debt_to_equity_strong": 0.5}, (2, 0.5)),
    ({"debt_to_equity_strong": 3}, (3, 3)),
    ({"debt_to_equity_weak": 0.5}, (0.5, 0.5)),
])
def test_a_bound_alone_takes_the_other_from_the_rule_and_is_never_passed(settings, band):
    assert list(bands_from(settings).values()) == [band]


def test_without_any_bound_there_is_no_band_of_the_owners():
    assert bands_from({"course": "gross_margin", "net_margin_weak": None}) == {}


def test_a_bound_changes_the_light_and_is_kept(shop, widget):
    assert widget.result.lights["gross_margin"] == "strong"
    widget.choose(gross_margin_strong=90, gross_margin_weak=80)
    assert widget.result.lights["gross_margin"] == "weak"
    assert shop.answers["health"]["gross_margin_strong"] == 90
    again = HealthWidget(shop)
    assert again.result.frame.loc["gross_margin", "band_source"] == "the owner's own"
    assert health_view(shop, shop.answers["health"]).lights["gross_margin"] == "weak"


def test_the_books_are_read_once(shop, monkeypatch):
    widget = HealthWidget(shop)
    widget.current()
    monkeypatch.setattr("helpers.subjects.finance.widgets.health_check", None)
    widget.choose(net_margin_strong=1)
    assert widget.result.lights["net_margin"] == "strong"


def test_live_the_bounds_of_one_ratio_are_seen_at_a_time(widget):
    panel = widget.panel
    panel.controls["course"].value = "quick_ratio"
    questions = dict(zip(panel.controls, panel._box.children[0].children))
    assert [name for name, question in questions.items() if question.layout.display != "none"] == [
        "course", "quick_ratio_strong", "quick_ratio_weak"]


def test_a_typed_bound_is_read_as_the_country_writes_it(shop):
    settings = shop.folder / "business.yaml"
    settings.write_text(settings.read_text().replace("country: GB", "country: DE"))
    widget = HealthWidget(open_business("my_shop"))
    widget.panel.controls["debt_to_equity_strong"].value = "1,25"
    assert widget.settings["debt_to_equity_strong"] == 1.25


@pytest.mark.parametrize("bound", [101, "60%", True, float("inf")])
def test_a_bound_that_cannot_be_is_refused(widget, bound):
    with pytest.raises(OwnerError, match="a number from -100 to 100"):
        widget.choose(gross_margin_strong=bound)


def test_a_bound_that_someone_wrote_as_words_is_said(shop):
    with pytest.raises(OwnerError, match="band of gross margin is 60%; write a number"):
        health_view(shop, {"gross_margin_strong": "60%"})


def test_the_course_is_that_of_the_ratio_chosen(widget):
    widget.choose(course="quick_ratio")
    assert "A line of quick ratio" in widget.current().alt
    assert "Ratios in three fields" in widget.current().alt


def test_a_ratio_of_one_month_is_said_to_have_no_course(make_business):
    widget = HealthWidget(open_business(make_business(
        finances="month,account,amount\n2025-01,revenue,9\n2025-01,cost_of_goods,4\n")))
    assert len(widget.current().png) > 1000
    assert any("fewer than two months" in text.get_text()
               for text in widget._figure.axes[1].texts)


def test_what_is_not_known_and_how_it_was_counted_is_said():
    widget = HealthWidget(open_business("plumber"))
    assert [question.name for question in widget.choices()[1:]] == [
        f"{name}_{side}" for name in ("gross_margin", "operating_margin", "runway_months")
        for side in ("strong", "weak")]
    assert any("Current ratio: no payables" in line for line in heading(widget, "Not known").lines)
    assert heading(widget, "How long the cash lasts").lines[0].startswith("Cash of $")
    assert any("payroll" in line for line in heading(widget, "How they were counted").lines)


def test_without_finances_it_says_what_it_takes_and_keeps_what_was_saved(make_business):
    business = open_business(make_business(customers="customer_id\nann\n"))
    business.answers.save("health", {"gross_margin_strong": 70})
    widget = HealthWidget(business)
    assert widget._repr_mimebundle_()[0]["text/plain"].startswith("There is not enough data")
    assert widget.settings["gross_margin_strong"] == 70 and widget.remarks == []
    with pytest.raises(NotEnoughData):
        health_view(business, {})


def test_the_saved_numbers_are_the_ratios_and_their_bands(widget):
    saved = pd.read_csv(widget.save_table(), index_col="ratio")
    assert saved["value"].tolist() == pytest.approx(widget.result.frame["value"].tolist())
    assert saved["month"].unique().tolist() == ["2025-10"]
