"""The checks of “What growth means”."""

import numpy as np

from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business
from helpers.subjects.growth.rates import cagr
from helpers.subjects.growth.scorecard import GrowthScorecard
from helpers.subjects.growth.widgets import growth_view

IN_PERCENT = "That is in per cent; write the share, as 0.2 for 20%."


@exercise("1.1.1")
def a_tidy_van(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "They are the same customers as last year.",
        "b": "Right: the same costs carry more work. Sales and profit can follow.",
        "c": "The two of them are still two.",
        "d": "Nothing new is sold, but more of it fits into the same day and the same costs.",
    }, hint="What stayed the same, and what came out of it?")


@exercise("1.1.2")
def a_salons_october(answer) -> Verdict:
    growth = 13_500 / 12_000 - 1
    return judge_number(answer, growth,
        reason="Right: 12.5% above October a year before, though below September.",
        hint="Divide this October by last October, then take away 1.",
        slips={"That is on September. Year on year is on the same month a year before.":
                   13_500 / 14_000 - 1,
               "That is new divided by old; take away 1 to get what was added.": 1 + growth,
               "That is what was added as a share of the new; divide by the old.":
                   1 - 12_000 / 13_500,
               "That is what was added in money; divide it by what it was a year before.": 1_500,
               "That is this September on last October; compare October with October.":
                   14_000 / 12_000 - 1,
               IN_PERCENT: 100 * growth})


@exercise("1.1.3")
def a_manufacturer(answer) -> Verdict:
    rate = cagr(400_000, 600_000, 4)
    return judge_number(answer, rate,
        reason="Right: 10.7% a year, four times over, leads from 400,000 to 600,000.",
        hint="From 2021 to 2025 growth happened four times. cagr(start, end, years=4).",
        slips={"That counts five years. From 2021 to 2025 there are five figures, but four steps.":
                   cagr(400_000, 600_000, 5),
               "That is the whole growth divided by four. Growth also grows: take the root.":
                   0.5 / 4,
               "That is the growth over all four years, not of one.": 0.5,
               "Take away 1 at the end.": 1 + rate,
               "The start comes first: from 400,000 to 600,000.": cagr(600_000, 400_000, 4),
               IN_PERCENT: 100 * rate})


@exercise("1.1.4")
def a_toy_shop(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "The latest months are Christmas, and Christmas does not last all year.",
        "b": "Right: a run rate writes the present large, with its season.",
        "c": "Then all twelve months of the year would be December.",
    }, hint="Which of these months will come again next spring?")


@exercise("1.1.5")
def too_early(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "4% is the average, but the months swing so much that no growth at all fits too.",
        "b": "The interval reaches below zero, but most of it lies above.",
        "c": "Right: zero lies inside the interval. More months will tell.",
    }, hint="Is zero inside the interval or outside?")


@exercise("1.1.6")
def load_on_a_mechanic(answer, garage) -> Verdict:
    jobs, mechanics, _ = garage.itertuples(index=False)
    before, now = (jobs[year] / mechanics[year] for year in (0, 1))
    rise = now / before - 1
    return judge_number(answer, rise,
        reason="Right: 40% more for each, far above the 15% from which the rule warns.",
        hint="Jobs for each mechanic: this year, divided by last year, less 1.",
        slips={"That is by how many jobs; as a share of last year's it is the rise.": now - before,
               "That is the load itself, not its rise.": now,
               "Take away 1 to get what was added.": 1 + rise,
               "That is what was added as a share of this year's; divide by last year's.":
                   1 - before / now,
               IN_PERCENT: 100 * rise})


@exercise("1.1.7")
def one_thing_first(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "More customers for the same tired hands: scores fall further, and then they leave.",
        "b": "Right: load and service come before sales, so mend them first.",
        "c": "Sales fall last. By then the customers are gone.",
    }, hint="In which order do load, service, customers, money and sales give way?")


@exercise("1.1.8")
def ten_per_cent_more(answer, card) -> Verdict:
    if not isinstance(answer, GrowthScorecard):
        return Verdict(False, "That is not a scorecard.", 'Hand in card.against({"revenue": …}).')
    now, target = answer.frame.loc["revenue", ["value", "target"]].astype(float)
    if np.isnan(target):
        return Verdict(False, "It has no target for revenue.", 'card.against({"revenue": …})')
    reason = "Right: it is 10% above, so not reached yet. Which other lines must move for it?"
    if answer.frame.loc["revenue", "reached"] is None:
        reason = "Right. Whether it is reached takes a whole year of months to tell."
    return judge_number(target, 1.1 * card.frame.loc["revenue", "value"], reason=reason,
        hint='card.against({"revenue": 1.1 * card.frame.loc["revenue", "value"]})',
        slips={"That is what revenue is now; 10% more is 1.1 times that.": now,
               "That is a tenth of it. 10% above is 1.1 times what it is now.": 0.1 * now,
               "That is 11 times what it is now; 10% above is 1.1 times.": 11 * now,
               "That is 10% below.": 0.9 * now})


@exercise("1.1.9")
def your_growth(answer) -> Verdict:
    try:
        own = own_business(answer)
        return Verdict(True, growth_view(own, own.answers.get("growth", {})).headline(own.format))
    except OwnerError as problem:
        return Verdict(False, str(problem), "In a terminal, growth check says what to mend.")
