"""The goal builder, the goals side by side, and what stands in until there are some."""

import datetime as dt

import pandas as pd
import pytest

from helpers.business import open_business
from helpers.problems import NotEnoughData, OwnerError
from helpers.widgets import GoalWidget, goals_view, measured, with_goals
from helpers.widgets.goals import ANOTHER, IN, NONE, OUT

WHOLE = {
    "kpi": "revenue", "season": "out", "statement": "Write to every buyer after six weeks",
    "target": 13_000.0, "start": "2025-05-01", "due": "2026-04-30", "owner": "Jo",
    "why": "they cost no advertising", "resources": "two hours a week",
}
NO_SHOWS = {"kpi": ANOTHER, "figure": "no-shows a week", "baseline": 9.0, "target": 4.0,
            "latest": 7.0, "latest_on": "2025-10-20", "season": "none"}


@pytest.fixture
def owner(shop):
    """The shop without the answers that its owner gave."""
    shop.answers.path.unlink(missing_ok=True)
    return shop


@pytest.fixture
def widget(owner):
    return GoalWidget(owner)


def heading(widget, begins):
    return next((detail.lines for detail in widget.current().details
                 if detail.heading.startswith(begins)), [])


def test_a_vague_goal_is_refused_letter_by_letter_with_its_repair(widget):
    widget.choose(statement="Get more customers soon")
    assert widget.result.check.failing == ("S", "M", "A", "R", "T")
    assert "“more” and “soon” cannot be checked" in widget.current().sentence
    mended = heading(widget, "How to mend it")
    assert [line[0] for line in mended] == list("SMART")
    assert "Name one person (owner)." in mended[2]


def test_a_whole_goal_passes_and_tells_its_progress(widget):
    widget.choose(**WHOLE)
    assert widget.result.check.passes
    assert widget.result.progress.periods_done == 6
    exactly, = heading(widget, "Your goal, exactly")
    assert exactly.startswith("Raise revenue a month (season taken out) from")
    assert heading(widget, "How to mend it") == []


def test_the_baseline_comes_from_the_tables_unless_it_is_given(owner, widget):
    widget.choose(**WHOLE)
    figure = measured(owner).known["revenue"].without_season()
    assert widget.result.goal.baseline == figure.baseline("2025-05-01")
    assert any("mean of the last three months before the first day" in line
               for line in heading(widget, "The figure"))
    widget.choose(baseline=11_000)
    assert widget.result.goal.baseline == 11_000
    assert not any(line.startswith("Baseline") for line in heading(widget, "The figure"))


def test_the_figures_to_choose_are_those_the_tables_tell_and_another(widget, saas, make_business):
    assert [value for _, value in widget.choices()[0].options({})] == [
        *measured(widget.business).known, ANOTHER]
    assert "churn" in dict(map(reversed, GoalWidget(saas).choices()[0].options({})))
    bare = GoalWidget(open_business(make_business()))
    assert bare.settings["kpi"] == ANOTHER
    assert "M" in bare.result.check.failing


def test_the_season_is_out_where_there_is_one_and_not_asked_where_there_is_none(widget):
    assert widget.settings["season"] == OUT
    out = widget.result.values
    widget.choose(season=IN)
    assert not widget.result.values.equals(out)
    widget.choose(kpi="order_value")
    assert widget.settings["season"] == NONE
    widget.choose(kpi="revenue")
    assert widget.settings["season"] == OUT


def test_another_figure_has_the_progress_that_was_noted_down(widget):
    widget.choose(**WHOLE | NO_SHOWS)
    assert widget.result.goal.sentence().startswith("Lower no-shows a week from 9 to 4")
    assert widget.result.progress.share_done == pytest.approx(0.4)
    widget.choose(latest_on=None)
    assert widget.result.progress is None
    assert "no figure is noted down yet" in heading(widget, "The figure")[-1]


def test_a_share_written_as_a_fraction_is_noticed(widget):
    widget.choose(kpi="returning_share", target=0.6)
    assert any("Did you write 0.45?" in line for line in heading(widget, "The figure"))
    widget.choose(target=60)
    assert not any("0.45" in line for line in heading(widget, "The figure"))


def test_a_goal_that_was_moved_is_told(owner, widget):
    widget.choose(**WHOLE)
    assert heading(widget, "What you have changed") == []
    earlier = {**WHOLE, "target": 15_000.0, "due": dt.date(2025, 12, 31)}
    owner.answers.save("goal_1", earlier, day=dt.date(2025, 5, 1))
    moved = GoalWidget(owner)
    moved.choose(target=13_000, due="2026-04-30")
    assert heading(moved, "What you have changed") == [
        "On 1 May 2025 the target was £15,000; now it is £13,000.",
        "On 1 May 2025 the due day was 31 Dec 2025; now it is 30 Apr 2026."]


def test_answers_are_kept_dated_each_goal_in_its_own_section(owner):
    for number in (1, 2):
        GoalWidget(owner, number=number).choose(target=10_000 + number)
    saved = owner.answers
    assert (saved["goal_1"]["target"], saved["goal_2"]["target"]) == (10_001, 10_002)
    assert isinstance(saved["goal_1"]["date"], dt.date)
    again = GoalWidget(owner, number=2)
    assert again.settings["target"] == 10_002 and again.remarks == []


def test_days_that_a_person_wrote_into_the_file_are_read(owner):
    owner.answers.path.write_text("goal_1:\n  kpi: revenue\n  target: 13000\n"
                                  "  start: 2025-05-01\n  due: 2026-04-30\n")
    widget = GoalWidget(owner)
    assert widget.remarks == []
    assert widget.result.goal.due == pd.Timestamp("2026-04-30")
    assert goals_view(owner).states["goal 1"].verdict == widget.result.verdict


@pytest.mark.parametrize("number", [0, 4, "1"])
def test_there_are_three_goals(shop, number):
    with pytest.raises(ValueError, match="1 to 3"):
        GoalWidget(shop, number=number)


def test_what_is_no_number_or_no_day_is_refused(widget):
    with pytest.raises(OwnerError, match="a number"):
        widget.choose(target="many")
    with pytest.raises(OwnerError, match="a day"):
        widget.choose(due="soon")


def test_only_the_controls_that_concern_the_figure_are_shown(widget):
    def shown():
        row = widget.panel._box.children[0].children
        return {name for name, question in zip(widget.panel.controls, row)
                if question.layout.display != "none"}

    assert not {"figure", "latest", "latest_on"} & shown() and "season" in shown()
    widget.panel.controls["kpi"].value = ANOTHER
    assert {"figure", "latest", "latest_on"} <= shown() and "season" not in shown()


def test_a_field_changes_the_picture_and_all_that_is_said(widget):
    panel = widget.panel
    shown = (panel.picture.value, panel.sentence.value, panel.details.value)
    panel.controls["target"].value = "£13,500"
    assert widget.settings["target"] == 13_500
    assert all(new != old for new, old in zip(
        (panel.picture.value, panel.sentence.value, panel.details.value), shown))


def test_what_the_owner_writes_never_becomes_markup(widget):
    widget.choose(**{**WHOLE, "owner": "<b>Jo</b>"})
    assert "<b>Jo" not in widget.panel.details.value
    assert "&lt;b&gt;Jo" in widget.panel.details.value


def test_still_it_is_a_picture_of_letters_and_road(widget):
    widget.choose(**WHOLE)
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    alt = metadata["image/png"]["alt"]
    assert "The five letters of SMART, 5 of 5 pass" in alt and "the goal of £13,000" in alt


def test_the_saved_numbers_are_the_letters(widget):
    saved = pd.read_csv(widget.save_table())
    assert saved["letter"].tolist() == list("SMART")


def test_the_view_answers_what_the_widget_shows(owner, widget):
    widget.choose(**WHOLE)
    assert GoalWidget(owner).view(owner.answers["goal_1"]).headline() == widget.result.headline()


def test_goals_without_a_word_or_a_target_are_none(owner):
    GoalWidget(owner, number=1).choose(owner="Jo")
    GoalWidget(owner, number=2).choose(**WHOLE)
    GoalWidget(owner, number=3).choose(statement="Be nicer")
    assert list(goals_view(owner).states) == ["goal 2", "goal 3"]


def test_a_section_that_is_no_mapping_is_no_goal(owner):
    owner.answers.path.write_text("goal_1: soon\n")
    assert goals_view(owner).states == {}


def test_until_there_is_a_goal_a_sample_stands_in_but_never_in_a_report(owner, monkeypatch):
    assert with_goals(owner, sample="bakery").folder.name == "bakery"
    monkeypatch.setenv("GROWTH_REPORT", "1")
    with pytest.raises(NotEnoughData, match="a goal, set in the lesson"):
        with_goals(open_business("my_shop"), sample="bakery")
    GoalWidget(owner).choose(**WHOLE)
    assert with_goals(open_business("my_shop"), sample="bakery").folder.name == "my_shop"


def test_a_report_tells_no_figure_of_too_few_people(make_business, monkeypatch):
    days = pd.date_range("2025-01-05", periods=8, freq="MS") + pd.Timedelta(days=4)
    lines = "".join(f"{n},{day:%Y-%m-%d},c{n},p,1,50\n" for n, day in enumerate(days))
    folder = make_business(
        orders="order_id,order_date,customer_id,product_id,quantity,unit_price\n" + lines)
    business = open_business(folder)
    GoalWidget(business).choose(**WHOLE | {"kpi": "new_customers", "target": 3.0, "season": NONE})
    told = goals_view(business).headline(business.format)
    assert "New customers a month stands at 1" in told
    monkeypatch.setenv("GROWTH_REPORT", "1")
    business = open_business(folder)
    said = goals_view(business).headline(business.format)
    assert "too few people" in said and "stands at" not in said
    assert goals_view(business).frame(business.format)["goal"][0] == WHOLE["statement"]
