"""The checks of “Choosing how to grow: Ansoff”."""

from helpers.core.formats import PLAIN
from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business
from helpers.stats.scoring import RankAcceptability
from helpers.subjects.strategy.ansoff_choice import ansoff
from helpers.subjects.strategy.widgets.ansoff import ansoff_view


@exercise("2.1.1")
def bread_for_the_city(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "The bread is the same, but the city's restaurants are new customers.",
        "b": "Right: the same product, in a new place and for a new kind of customer.",
        "c": "Nothing new is baked.",
        "d": "The customers are new, the bread is not.",
    }, hint="What is new here: what is sold, or to whom?")


@exercise("2.1.2")
def catering(answer, cafe) -> Verdict:
    attractive, low_risk = cafe.loc["catering"]
    return judge_number(answer, 0.4 * attractive + 0.6 * low_risk,
        reason="Right: each score times its weight, added up.",
        hint="Find catering's two scores in the table; the first counts 40%, the second 60%.",
        slips={"That has the two weights the wrong way round.": 0.6 * attractive + 0.4 * low_risk,
               "That is with equal weights.": 0.5 * attractive + 0.5 * low_risk})


@exercise("2.1.3")
def a_safer_branch(answer, firm) -> Verdict:
    if not isinstance(answer, RankAcceptability):
        return Verdict(False, "That is not a rank acceptability.",
                       "Hand in rank_acceptability(changed).")
    before, after = (each.acceptability.loc["second café", 1] for each in (firm, answer))
    if after <= before:
        return Verdict(False, "The second café does not come first more often than before.",
                       'Did you set changed.loc["second café", "low risk"] to 0.5?')
    return Verdict(True, f"Right: the second café now comes first in {PLAIN.percent(after)} of the "
                         f"weightings, against {PLAIN.percent(before)} before.")


@exercise("2.1.4")
def two_partners(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "They may never agree, and it would change the result in few cases.",
        "b": "Right: where one way comes first under nearly all weightings, weights do not matter.",
        "c": "An average of two plans is a third plan that neither wanted.",
    }, hint="In how many cases would their weights change what comes first?")


@exercise("2.1.5")
def the_bold_one(answer, signals) -> Verdict:
    bold = ansoff(signals, {}, risk_appetite=10)
    share = bold.acceptability.loc[bold.choice, 1]
    return judge_number(answer, share, tolerance=0.02,
        reason=f"Right: {bold.choice} comes first in {PLAIN.percent(share)} of all weightings.",
        hint="bold = ansoff(signals, {}, risk_appetite=10), then "
             "bold.acceptability.loc[bold.choice, 1]",
        slips={"That is for the weightings near the owner's; take all of them.": bold.firm_share})


@exercise("2.1.6")
def a_guess(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "It rests on a guess that may be off by a single point.",
        "b": "Right: that one answer is worth more than all the others.",
        "c": "Then the sum tells you only what you wanted to hear.",
    }, hint="What would it cost to learn that answer, and what to be wrong?")


@exercise("2.1.7")
def your_choice(answer) -> Verdict:
    try:
        own = own_business(answer)
        return Verdict(True, ansoff_view(own, own.answers.get("ansoff", {})).headline(own.format))
    except OwnerError as problem:
        return Verdict(False, str(problem), "In a terminal, growth check says what to mend.")
