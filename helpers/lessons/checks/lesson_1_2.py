"""The checks of “Where you stand”."""

from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business
from helpers.subjects.strategy.rivals import compare_rivals
from helpers.subjects.strategy.widgets.swot import swot_view


@exercise("1.2.1")
def what_hotels_owe(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "There the sales of May stand, paid or not; it does not say who has paid.",
        "b": "Right: what customers owe is something she owns, and that stands on the balance "
             "sheet, as receivables.",
        "c": "That shows what reached the bank. What has not come yet is not on it.",
    }, hint="What is owed on one day: which sheet is of one day?")


@exercise("1.2.2")
def dearer_parts(answer) -> Verdict:
    return judge_number(answer, 11 / 20,
        reason="Right: 11,000 of 20,000 is left once the parts are paid, five points less than "
               "before.",
        hint="(sales − parts) ÷ sales, with parts at 9,000.",
        slips={"That is what the parts cost, as a share; the margin is what is left.": 9 / 20,
               "That is what is left over the cost of the parts, a mark-up. Divide by the sales.":
                   11 / 9,
               "That is an amount. Divide it by the sales.": 11_000,
               "That is in per cent; write it as a share, such as 0.25.": 55,
               "That is with the old price of the parts.": 12 / 20})


@exercise("1.2.3")
def a_late_payer(answer, checked) -> Verdict:
    days = 13 / 20 * 31
    return judge_number(answer, days,
        reason="Right: from 14 days to 20. The current and the quick ratio did not move, for the "
               "money is still yours; only the days show that it comes later.",
        hint="health_check(late).days_sales_outstanding",
        slips={"That is the garage as it was; check late in place of garage.":
                   checked.days_sales_outstanding,
               "That is in months; there are 31 days in October.": 13 / 20})


@exercise("1.2.4")
def the_garages_own_band(answer) -> Verdict:
    light = str(answer).strip().lower()
    if light == "watch":
        return Verdict(True, "Right: 60% lies between 55% and 65%. The figure is the same, and so "
                             "is the garage; only the yardstick changed.")
    hint = 'health_check(garage, bands={"gross_margin": (0.55, 0.65)}).lights["gross_margin"]'
    reason = {
        "strong": "That is its light against the rule of thumb, where strong begins at 50%.",
        "weak": "Were the bounds written as 55 and 65? Shares are written as 0.55 and 0.65.",
    }.get(light, f"{answer!r} is none of the lights weak, watch and strong.")
    return Verdict(False, reason, hint)


@exercise("1.2.5")
def the_joiner(answer) -> Verdict:
    return judge_number(answer, 50,
        reason="Right: 60% promoters less 10% detractors.",
        hint="100 × (promoters − detractors) ÷ all who answered.",
        slips={"Those are the promoters alone; take the detractors off.": 60,
               "That is a difference of people; divide it by all 50 and multiply by 100.": 25,
               "That is a share; the score is it times 100.": 0.5,
               "Those who gave 7 or 8 count for neither side, but they do count among all.":
                   100 * (30 - 5) / 35,
               "Those who gave 7 or 8 are not detractors.": 100 * (30 - 20) / 50})


@exercise("1.2.6")
def two_years_of_a_driving_school(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "The two intervals share nearly all of their room; chance alone brings such a step.",
        "b": "Right: with some twenty answers a year, a step of this size is often chance.",
        "c": "That is not known either. It may well have risen; there are too few answers to say.",
    }, hint="Lay the two intervals side by side. How much of them is shared?")


@exercise("1.2.7")
def easier_to_get_to(answer, ratings) -> Verdict:
    heard = {**ratings, "rival_1_basis": "told", "rival_1_ease": "worse"}
    right = compare_rivals(heard).standing("behind")
    hint = 'compare_rivals(heard).standing("behind")'
    if not isinstance(answer, list):
        return Verdict(False, "That is not a list of what the café is behind on.", hint)
    if answer == right:
        return Verdict(True, "Right: still behind on ease and price. But now both rivals are "
                             "easier to get to, ease matters most, and it is no longer a guess.")
    if answer == compare_rivals(heard).standing("ahead"):
        return Verdict(False, "That is where the café is ahead.", hint)
    return Verdict(False, "That is not where the café is behind now.", hint)


@exercise("1.2.8")
def a_plumbers_opportunity(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "That is within the business and helps: a strength.",
        "b": "That is a plan. The opportunity would be what makes it worth doing, such as a grant "
             "for heat pumps.",
        "c": "Right: it happens around the business, whether or not the plumber acts.",
        "d": "That is within the business and harms: a weakness.",
    }, hint="What happens even if the plumber does nothing?")


@exercise("1.2.9")
def the_caterer(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "It may cost her a wedding or two. Something here can end the business sooner.",
        "b": "Right: weddings are paid for late and paid out early. More of them would use up the "
             "cash faster.",
        "c": "Worth an afternoon soon. But something here can end the business before summer.",
        "d": "Growth would multiply it, such as it is. Something else is more urgent.",
    }, hint="Which of the four ends a business soonest?")


@exercise("1.2.10")
def your_standing(answer) -> Verdict:
    try:
        own = own_business(answer)
        swot = swot_view(own, own.answers.get("swot", {}))
        return Verdict(True, swot.headline(own.format))
    except OwnerError as problem:
        return Verdict(False, str(problem), "In a terminal, growth check says what to mend.")
