"""The checks of “Cohorts and churn”."""

from helpers.core.formats import PLAIN
from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business
from helpers.subjects.customers.cohorts import Retention, cohort_retention
from helpers.subjects.customers.lapse import lapsed
from helpers.subjects.customers.purchases import activity


@exercise("2.5.1")
def the_dash(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "That would be a 0. The list was made on 10 April, before the month was over.",
        "b": "Right: April had not ended, so nothing can be said about it yet.",
        "c": "One of them called again as late as 31 March; a dash says nothing about leaving.",
    }, hint="On which day does the plumber's list end?")


@exercise("2.5.2")
def february(answer, by_hand) -> Verdict:
    rate = by_hand.rates.loc["2025-02", 1]
    return judge_number(answer, rate,
        reason="Right: Cas and Dee first called in February, and Dee called again in March.",
        hint="Who first called in February, and which of them called in March?",
        slips={"That is in per cent; write a share between 0 and 1.": 100 * rate,
               "That is how many called again; divide by how many there were.":
                   by_hand.counts.loc["2025-02", 1],
               "That is age 0: everyone, by definition.": 1})


@exercise("2.5.3")
def by_quarter(answer, retention) -> Verdict:
    if not isinstance(answer, Retention):
        return Verdict(False, "That is not a cohort table.",
                       "Hand in the whole call: cohort_retention(paid, …).")
    if answer.period != "quarter":
        return Verdict(False, f"That table is by {answer.period}.", 'Write period="quarter".')
    share = PLAIN.percent(answer.average.loc[1, "rate"])
    before = PLAIN.percent(retention.average.loc[1, "rate"])
    return Verdict(True, f"Right: {share} bought in the quarter after their first, against "
                         f"{before} in the {retention.period} after. A longer period gives "
                         "customers more time to return, so compare like with like.")


@exercise("2.5.4")
def earlier(answer, seller, silence) -> Verdict:
    expected = lapsed(seller.table("orders"), returns=0.8).threshold_days
    return judge_number(answer, expected,
        reason=f"Right: writing after {expected:g} days reaches people sooner, but more of them "
               "would have come back on their own.",
        hint='lapsed(seller.table("orders"), returns=0.8).threshold_days',
        slips={"That is the threshold for nine in ten.": silence.threshold_days})


@exercise("2.5.5")
def the_gym(answer) -> Verdict:
    return judge_number(answer, 100 * 0.95**12, tolerance=0.02,
        reason="Right: each month takes 5% of those who are left, not of the first 100.",
        hint="After one month 95 are left, after two 95% of those. Go on twelve times.",
        slips={"That takes 5 people every month; but 5% of a shrinking group is fewer each time.":
                   40,
               "That is the share; times the 100 who joined.": 0.95**12})


@exercise("2.5.6")
def the_supplier(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "It may not be better: the likely range goes down to 0.46, worse than a coin toss.",
        "b": "Right: until the whole interval lies above 0.5, the list may be luck.",
        "c": "Then the test has seen the answers, and its score means nothing.",
    }, hint="Does the likely range hold the value of a coin toss?")


@exercise("2.5.7")
def the_salon(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "Twice as often is true of those who took a card. Were they like the others before?",
        "b": "Perhaps; but first ask whether the card causes the visits at all.",
        "c": "Right: that is self-selection. Cards given by lot would show what the card does.",
    }, hint="Who chooses to take a card?")


@exercise("2.5.8")
def your_cohorts(answer) -> Verdict:
    try:
        own = own_business(answer)
        paid = activity(orders=own.get("orders"), subscriptions=own.get("subscriptions"))
        return Verdict(True, cohort_retention(paid).headline(own.format))
    except OwnerError as problem:
        return Verdict(False, str(problem), "In a terminal, growth check says what to mend.")
