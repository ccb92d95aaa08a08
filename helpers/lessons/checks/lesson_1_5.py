"""The checks of “First answers from your data”."""

from helpers.core.problems import NotEnoughData, OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business
from helpers.subjects.demand.widgets.days import baking_view
from helpers.subjects.sales.order_size import order_values
from helpers.subjects.sales.ranking import best_sellers
from helpers.subjects.sales.summaries import summary
from helpers.subjects.sales.weekdays import weekday_profile


@exercise("1.5.1")
def dead_mondays(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "That decides before anything was collected. What if Monday's clients do not move to "
             "Tuesday?",
        "b": "Right: collect first. Without the days it was open, a quiet Monday and a closed one "
             "look alike.",
        "c": "The best month says nothing about Mondays. Ask one question and collect for it.",
    }, hint="Collect, analyse, decide: which of the three has not been done?")


@exercise("1.5.2")
def five_cars(answer) -> Verdict:
    return judge_number(answer, 200,
        reason="Right: 1,000 over five cars is 200, and four of the five paid less.",
        hint="Add up all five, and divide by how many there are.",
        slips={"That is the median, the value in the middle.": 90,
               "That is the sum; divide it by the number of cars.": 1000,
               "Only four cars are in it: 90 came twice and counts twice.":
                   (60 + 90 + 120 + 640) / 4,
               "Without brackets only the last bill was divided by five. Put them round the sum.":
                   60 + 90 + 90 + 120 + 640 / 5})


@exercise("1.5.3")
def what_to_tell_a_caller(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "The mean is 200, and hardly anyone pays that: one large bill has pulled it up.",
        "b": "Right: half pay less, half pay more, and one large bill does not move it.",
        "c": "That would frighten the caller off: it happened once in five visits.",
    }, hint="Which of them would not change if the large bill were ten times as large?")


@exercise("1.5.4")
def no_bathroom(answer, week) -> Verdict:
    calm = summary([80, 80, 95, 110, 120, 150, 150])
    return judge_number(answer, calm.standard_deviation,
        reason=f"Right: from {week.standard_deviation:.0f} down to {calm.standard_deviation:.0f}. "
               "One value made nearly all of it.",
        hint="summary([80, 80, 95, 110, 120, 150, …]).standard_deviation",
        slips={"That is with the bathroom still in; change 900 to 150.": week.standard_deviation,
               "That is the mean; ask for .standard_deviation.": calm.mean,
               "That is the median; ask for .standard_deviation.": calm.median,
               "One job is missing: the new one takes the bathroom's place, so there are seven.":
                   summary([80, 80, 95, 110, 120, 150]).standard_deviation})


@exercise("1.5.5")
def towards_christmas(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "It may well be the season: gift shops sell most before Christmas every year.",
        "b": "Right: like with like. December against December shows a trend, if there is one.",
        "c": "Nothing here tells of prices, and people buy more gifts in December.",
    }, hint="What does a gift shop do every year from October to December?")


@exercise("1.5.6")
def nine_services(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "Try to tell the third slice of nine from the fourth: the eye compares angles badly.",
        "b": "A line says that something runs on from one to the next; services do not.",
        "c": "Right: lengths from one start are what the eye compares best, and sorting does the "
             "rest.",
    }, hint="Look at the table: which is larger?")


@exercise("1.5.7")
def street_music(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "6% is only the middle of it: a little less than usual would fit these days as well.",
        "b": "Most of what is likely lies above zero; nothing points that way.",
        "c": "Right: what is likely takes in no effect at all. More days make it narrower.",
    }, hint="Does “3% less to 16% more” take in no change?")


@exercise("1.5.8")
def three_sandwiches_short(answer) -> Verdict:
    return judge_number(answer, 5.40,
        reason="Right: three missed sales at 1.80 each, what would have been left of the price.",
        hint="How many went without, times the profit on one: price less cost.",
        slips={"That is their price; but you would have had to make them as well.": 9.0,
               "That is what three leftovers would cost. These were missed, not left.": 3.6,
               "That is the profit on one; three went without.": 1.8,
               "That counts all who asked; twelve of them got one.": 15 * 1.8,
               "That is the profit on the twelve you sold.": 12 * 1.8})


@exercise("1.5.9")
def wet_saturday(answer, baker) -> Verdict:
    usual, wet, dry, next_day = (_pieces(baker, settings) for settings in (
        {"day": "saturday"}, {"day": "saturday", "weather": "wet"},
        {"day": "saturday", "weather": "dry"}, {}))
    fewer = ("Rain keeps people at home, so fewer are worth having." if wet < dry else
             "Rain makes no difference that these sales can show.")
    return judge_number(answer, wet,
        reason=f"Right: {wet:.0f} pieces on a wet Saturday, {dry:.0f} on a dry one. {fewer}",
        hint='baking_view(baker, {"day": "saturday", "weather": "wet"}).frame["quantity"].sum()',
        slips={"That is for a Saturday whose weather is not known; add the rain.": usual,
               "That is for a dry Saturday.": dry,
               "That is for the next open day, whatever the weather.": next_day},
        tolerance=1e-6)


@exercise("1.5.10")
def what_belongs_in_the_log(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "How much more, from when, and what is “help”? It can never turn out wrong.",
        "b": "Right: what, from when, why, what is expected, and a day to look again.",
        "c": "That may be true, but it decides nothing.",
    }, hint="Look for five things: what, when, why, what you expect, when you look again.")


@exercise("1.5.11")
def your_first_answers(answer) -> Verdict:
    try:
        own = own_business(answer)
        orders = own.table("orders")
        said = [summary(order_values(orders), is_money=True, noun="order").headline(own.format),
                best_sellers(orders, own.get("products")).headline(own.format), _weekdays(own)]
        return Verdict(True, " ".join(said))
    except OwnerError as problem:
        return Verdict(False, str(problem), "In a terminal, growth check says what to mend.")


def _pieces(baker, settings: dict) -> float:
    return float(baking_view(baker, settings).frame["quantity"].sum())


def _weekdays(own) -> str:
    """What weekdays say; too few days are no reason to say nothing of the rest."""
    try:
        profile = weekday_profile(own.table("orders"), own.get("daily_context"))
    except NotEnoughData as why:
        return str(why)
    return profile.headline(own.format)
