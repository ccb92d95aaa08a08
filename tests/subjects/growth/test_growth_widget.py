"""The growth widget: targets for the dimensions that can be told."""

import datetime as dt

import pandas as pd
import pytest

from helpers.core.business import open_business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.growth.scorecard import growth_scorecard
from helpers.subjects.growth.widgets import GrowthWidget, growth_view

MONTHS = pd.period_range("2023-01", "2024-12", freq="M")


@pytest.fixture
def workshop(make_business):
    """Two years of books and no orders; sales outrun what they cost to make."""
    accounts = {"revenue": (1000, 1300), "cost_of_goods": (400, 600), "payroll": (300, 330)}
    rows = [f"{month},{account},{amounts[month.year - 2023]}" for month in MONTHS
            for account, amounts in accounts.items()]
    return open_business(make_business(
        finances="\n".join(["month,account,amount", *rows])))


@pytest.fixture
def widget(workshop):
    return GrowthWidget(workshop)


def heading(widget, begins):
    return next((detail.lines for detail in widget.current().details
                 if detail.heading.startswith(begins)), None)


def test_without_targets_it_answers_what_the_analysis_answers(shop):
    tables = {name: shop.get(name) for name in ("orders", "finances", "customers", "feedback")}
    expected = growth_scorecard(**tables)
    assert growth_view(shop, {}).headline(shop.format) == expected.headline(shop.format)


def test_each_dimension_that_can_be_told_is_asked_with_what_it_is_now_and_its_unit(widget):
    assert [(asked.name, asked.unit) for asked in widget.choices()] == [
        ("revenue", "£"), ("operational_scalability", "£"), ("profitability", "%"), ("team", "£")]
    assert widget.choices()[0].label == (
        "Revenue: sales in the last 12 months, now £15,600. Target")
    assert heading(widget, "What is not known")[0].startswith("Customer base: it needs")


def test_a_target_is_held_against_the_figure_and_a_margin_in_per_cent(widget):
    assert heading(widget, "Your targets") is None
    widget.choose(revenue=16_000, profitability=25)
    assert widget.result.frame.loc["profitability", "target"] == 0.25
    assert heading(widget, "Your targets") == [
        "Revenue, target £16,000: short by 2.5%.", "Profitability, target 25%: reached."]


def test_what_growth_outruns_is_said_whatever_the_targets(widget):
    said = heading(widget, "Does what carries the growth keep up?")
    assert said == ["Gross margin fell from 60% to 54%."]
    widget.choose(revenue=1)
    assert heading(widget, "Does what carries the growth keep up?") == said


def test_without_growth_or_without_a_year_before_it_says_why_it_does_not_warn(make_business):
    def said(name, count):
        rows = "".join(f"{month},revenue,100\n{month},cost_of_goods,40\n"
                       for month in MONTHS[:count])
        own = open_business(make_business(name, finances=f"month,account,amount\n{rows}"))
        return heading(GrowthWidget(own), "Does what carries the growth keep up?")

    assert said("level", 24) == ["Sales did not grow by 5%, so there is no growth to outrun."]
    assert said("young", 5) == ["That cannot be told before it is known how much sales grew."]


def test_targets_are_saved_under_their_day_and_found_again(workshop, widget):
    widget.choose(team=4000)
    saved = open_business(workshop.folder).answers["growth"]
    assert saved["team"] == 4000 and saved["revenue"] is None
    assert saved["date"] == dt.date.today()
    again = GrowthWidget(open_business(workshop.folder))
    assert again.settings["team"] == 4000 and again.remarks == []
    assert growth_view(workshop, saved).frame.loc["team", "target"] == 4000


def test_the_targets_of_an_earlier_day_are_shown(workshop):
    answers = workshop.answers
    answers.save("growth", {"revenue": 12_500, "profitability": 20, "team": "many"},
                 day=dt.date(2024, 1, 31))
    answers.save("growth", {"revenue": 16_000}, day=dt.date(2025, 1, 31))
    assert heading(GrowthWidget(workshop), "Your targets of 31 Jan 2024") == [
        "Revenue: £12,500.", "Profitability: 20%."]


@pytest.mark.parametrize("wrong", ["a lot", -5, True])
def test_a_target_that_is_none_is_refused_with_what_it_can_be(workshop, widget, wrong):
    with pytest.raises(OwnerError, match="from 0"):
        growth_view(workshop, {"revenue": wrong})
    with pytest.raises(OwnerError, match="from 0"):
        widget.choose(revenue=wrong)
    assert widget.settings["revenue"] is None


def test_a_margin_may_be_a_loss_and_not_above_all_of_sales(workshop):
    assert growth_view(workshop, {"profitability": -5}).frame.loc["profitability", "reached"]
    with pytest.raises(OwnerError, match="to 100"):
        growth_view(workshop, {"profitability": 101})


def test_a_saved_target_that_is_none_is_set_back_and_said(workshop):
    workshop.answers.save("growth", {"revenue": "a lot", "team": 4000})
    widget = GrowthWidget(workshop)
    assert (widget.settings["revenue"], widget.settings["team"]) == (None, 4000)
    assert "a lot" in widget.remarks[0]


def test_a_field_changes_the_picture_and_what_is_said(widget):
    panel = widget.panel
    shown = panel.picture.value, panel.details.value
    panel.controls["revenue"].value = "16,000"
    assert widget.settings["revenue"] == 16_000
    assert all(new != old for new, old in zip((panel.picture.value, panel.details.value), shown))


def test_subscriptions_are_enough(saas):
    assert growth_view(saas, {}).frame.loc["customer_base", "source"] == "subscriptions"


def test_the_table_to_save_has_a_row_for_each_dimension(widget):
    widget.choose(revenue=16_000)
    table = widget.table(widget.result, widget.settings)
    assert table["dimension"].tolist() == [asked.name for asked in widget.choices()]
    assert table.loc[0, "target"] == 16_000


def test_still_it_is_a_picture_with_all_that_is_said(widget):
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert widget.result.headline(widget.business.format) in data["text/plain"]
    assert "A scorecard of growth." in metadata["image/png"]["alt"]


def test_a_business_with_nothing_to_tell_is_refused(make_business):
    with pytest.raises(NotEnoughData):
        GrowthWidget(open_business(make_business("bare")))
