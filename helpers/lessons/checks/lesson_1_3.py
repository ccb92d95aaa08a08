"""The checks of “Goals and opportunities”."""

from collections.abc import Mapping

from helpers.core.formats import PLAIN
from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business
from helpers.subjects.goals.opportunities import OpportunityRanking
from helpers.subjects.goals.smart_check import check_smart
from helpers.subjects.goals.widgets.goals import goals_view, measured

NEXT_TOWN = "the next town"


@exercise("1.3.1")
def brake_checks(answer) -> Verdict:
    return judge_choice(answer, right="d", reasons={
        "a": "It says what Ben will do: offer a brake check with every oil change.",
        "b": "It names the figure, where it stands and where it is to be: from 30 to 40 a month.",
        "c": "It says what it is good for: the ramp stands empty on Tuesdays.",
        "d": "Right: no day is named on which anyone will look.",
    }, hint="Go through the five letters and put a finger on the words that answer each.")


@exercise("1.3.2")
def lunches(answer) -> Verdict:
    return judge_number(answer, (480 - 340) / 4,
        reason="Right: what is still missing, over the months that are left. At the start 30 a "
               "month would have done.",
        hint="What is missing from 340 to 480, divided by the months that are left of six.",
        slips={"That was the rate at the start; part of the time is gone now.": (480 - 300) / 6,
               "That is what is missing in all. How much is it for each month left?": 480 - 340,
               "Start from where it stands now, not from the baseline.": (480 - 300) / 4,
               "Two of the six months are over; divide by those that are left.": (480 - 340) / 6})


@exercise("1.3.3")
def a_wish_mended(answer) -> Verdict:
    if not isinstance(answer, Mapping):
        return Verdict(False, "That is not a goal in its parts.",
                       "Copy the whole line with its curly brackets, and fill in what is open.")
    found = check_smart(dict(answer))
    letters = [letter for letter in found.letters().values() if not letter.passes]
    if letters:
        return Verdict(False, found.headline(),
                       f"{letters[0].meaning.capitalize()}: {letters[0].repair}")
    return Verdict(True, f"All five letters pass. {found.repaired()}")


@exercise("1.3.4")
def ice_cream(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "They are its two best months: in January any figure would look like a failure.",
        "b": "Right: the same month a year before has the same season in it.",
        "c": "A target set from the wrong baseline only gets further from the truth.",
    }, hint="What would January look like beside July if nothing at all had changed?")


@exercise("1.3.5")
def the_next_town(answer, salon) -> Verdict:
    prize, ease = salon.loc[NEXT_TOWN]
    return judge_number(answer, 0.75 * prize + 0.25 * ease,
        reason="Right: each score times its share, added up. With the prize weighing so much, the "
               "next town is ahead.",
        hint="Find its two scores in the table; the first counts 75%, the second 25%.",
        slips={"That has the two shares the wrong way round.": 0.25 * prize + 0.75 * ease,
               "That is with both counting half.": (prize + ease) / 2,
               "Shares add up to 1: write 0.75 and 0.25, not 75 and 25.": 75 * prize + 25 * ease})


@exercise("1.3.6")
def a_chair_in_town(answer, order) -> Verdict:
    if not isinstance(answer, OpportunityRanking):
        return Verdict(False, "That is not a ranking.",
                       'Hand in rank_opportunities(changed, weights={"prize": 1, "ease": 1}).')
    if NEXT_TOWN not in answer.values or answer.values[NEXT_TOWN] <= order.values[NEXT_TOWN]:
        return Verdict(False, "The next town's score is not higher than before.",
                       f'Did you set changed.loc["{NEXT_TOWN}", "ease"] to 7 and rank changed?')
    if answer.choice != NEXT_TOWN:
        return Verdict(False, f"{answer.choice} still comes first.",
                       'Do prize and ease count alike? weights={"prize": 1, "ease": 1}')
    first = PLAIN.percent(answer.acceptability.loc[NEXT_TOWN, 1])
    return Verdict(True, f"Right: it comes first now, and in {first} of all ways to weigh the two. "
                         "One chair changed the order, so it was worth asking for.")


@exercise("1.3.7")
def two_partners(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "Neither weight would change what comes first, so they would argue for nothing.",
        "b": "Right: both stand below the weight at which another takes over.",
        "c": "What comes second comes second for both of them.",
    }, hint="On which side of 62% does each of the two stand?")


@exercise("1.3.8")
def your_goals(answer) -> Verdict:
    try:
        own = own_business(answer)
        goals = goals_view(own)
        figures = measured(own).headline(own.format)
    except OwnerError as problem:
        return Verdict(False, str(problem), "In a terminal, growth check says what to mend.")
    said = goals.headline(own.format)
    return Verdict(True, said if goals.states else f"{said} {figures}")
