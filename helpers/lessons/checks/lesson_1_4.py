"""The checks of “What every business shares”."""

from helpers.core.formats import PLAIN
from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business
from helpers.subjects.strategy.maturity import BASICS
from helpers.subjects.strategy.widgets.maturity import maturity_view

COVER = "can_be_away"


@exercise("1.4.1")
def late_invoices(answer) -> Verdict:
    return judge_choice(answer, right="a", reasons={
        "a": "Right: getting paid belongs to finance, and so does knowing who has not paid.",
        "b": "The customers came and were served; nobody asked them for the money in time.",
        "c": "The cars were mended. It is what happens after the work that fails.",
        "d": "Someone lacks the time for it, but what is left undone belongs elsewhere.",
    }, hint="Which function has the accounts, and who owes what?")


@exercise("1.4.2")
def second_stylist(answer, salon) -> Verdict:
    raised = salon.where(salon.index != "people", 2)
    return judge_number(answer, raised.prod() ** (1 / len(raised)),
        reason="Right: one point in the weakest place lifts the whole by nearly half a point.",
        hint="Multiply the five scores, with 2 in place of 1, then ** (1 / 5) around it all.",
        slips={"That is the ordinary mean: add up and divide. Multiply in place of adding.":
               raised.mean(),
               "That is the product; now take its fifth root with ** (1 / 5).": raised.prod(),
               "Python takes ** before /. Put brackets around 1 / 5.": raised.prod() / 5,
               "That still has a 1 for people.": salon.prod() ** (1 / len(salon))})


@exercise("1.4.3")
def someone_steps_in(answer, rater) -> Verdict:
    ratings = rater.answers[BASICS.section]
    before, after = (maturity_view(rater, each)
                     for each in (ratings, {**ratings, COVER: BASICS.highest}))
    if hasattr(answer, "overall"):
        return Verdict(False, "That is the whole profile.", "Put .overall behind it.")
    was, now = (PLAIN.number(each.overall, digits=2) for each in (before, after))
    return judge_number(answer, after.overall, tolerance=0.0005,
        reason=f"Right: from {was} to {now}, by a single statement.",
        hint='maturity_view(rater, {**ratings, "can_be_away": 5}).overall',
        slips={} if was == now else {
            "That is the whole as it was rated. Is the 5 within the braces?": before.overall,
            "That is the ordinary mean; ask for .overall.": after.plain_mean})


@exercise("1.4.4")
def cheap_marketing(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "“Favourable” says only that less was spent, not that nothing was lost by it.",
        "b": "Right: less spent may be thrift, or a campaign that never ran. Sales tell later.",
        "c": "That would turn what may be an oversight into a plan.",
    }, hint="What did the money not buy?")


@exercise("1.4.5")
def dearer_rent(answer, cafe_compared) -> Verdict:
    if hasattr(answer, "profit_variance"):
        return Verdict(False, "That is the whole comparison.", "Put .profit_variance behind it.")
    before = cafe_compared.profit_variance
    return judge_number(answer, before - 150,
        reason=f"Right: profit was {abs(before):g} below plan before, and rent takes another 150.",
        hint="budget_variance(changed.rename(…), changed.rename(…)).profit_variance, as for cafe",
        slips={"That is the café as it was, with its old rent.": before,
               "A cost above plan makes profit lower, not higher.": before + 150,
               "The two tables are the wrong way round: what came out stands first.": 150 - before,
               "That is the variance of the rent alone.": 150})


@exercise("1.4.6")
def window_cleaner(answer) -> Verdict:
    return judge_number(answer, -220,
        reason="Right: one less for each of the 220 houses that she did clean.",
        hint="The change of the price, times the houses cleaned in fact.",
        slips={"A lower price lowers sales; mind the sign.": 220,
               "Take the houses she cleaned in fact: only they were billed at 14.": -200,
               "That is all the difference in her sales, price and volume together.": 80,
               "That is the volume effect: 20 more houses at the planned 15.": 300})


@exercise("1.4.7")
def fast_but_broke(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "Speed costs money first. With the cash unknown, it may be speed into a wall.",
        "b": "A 5 in everything takes years, and customers would notice little of it.",
        "c": "Right: what does not hold comes first, and “holds” is enough for it.",
    }, hint="What has to hold before one thing can be special? And how well?")


@exercise("1.4.8")
def your_basics(answer) -> Verdict:
    try:
        own = own_business(answer)
        ratings = own.answers.get(BASICS.section, {})
        profile = maturity_view(own, ratings)
        rated = "" if profile.dated is None else f" Rated on {own.format.date(profile.dated)}."
        return Verdict(True, f"{profile.headline(own.format)}{rated}")
    except OwnerError as problem:
        return Verdict(False, str(problem), "Rate it first: set business in the second cell to "
                                            "its name, and use the widget.")
