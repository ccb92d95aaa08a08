"""The checks of “Your community”."""

from helpers.core.formats import PLAIN
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business
from helpers.subjects.community.planning import ActivityPlan
from helpers.subjects.community.size import CommunitySize, community_size
from helpers.subjects.community.widgets import community_view

SECTION = "community"
RATE = ("Write its name in the second cell, run the lesson, and rate the statements with the "
        "controls.")


@exercise("1.7.1")
def yoga_studio(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "Followers are an audience: nothing says that one of them would miss the studio.",
        "b": "That is broadcast. It may be good, but nobody answers it.",
        "c": "Right: they know her, they give, and they would miss it if it ended.",
        "d": "A discount buys a signature. People take it and give nothing.",
    }, hint="In which of them do members do something for the studio or for one another?")


@exercise("1.7.2")
def reciprocity_of_a_cafe(answer) -> Verdict:
    return judge_number(answer, (5 + 4 + 1) / 3,
        reason="Right: the mean of the three. The 1 pulls down two good ratings, and says what to "
               "do next: thank people by name.",
        hint="Add up the three ratings, and divide by how many there are.",
        slips={"That is the sum. A score is the mean.": 10,
               "That is the middle rating (the median). A score is the mean.": 4,
               "That is the lowest rating. A score is the mean.": 1,
               "Without brackets only the last rating is divided.": 5 + 4 + 1 / 3})


@exercise("1.7.3")
def only_this_month(answer, small) -> Verdict:
    if not isinstance(answer, CommunitySize):
        return Verdict(False, "That is not a community's size.",
                       'Hand in community_size(notes, quiet_months=1, as_of="2025-08-31").')
    if answer.quiet_months != 1:
        return Verdict(False, f"That counts members for {answer.quiet_months} months.",
                       "Write quiet_months=1.")
    if answer.as_of != small.as_of:
        return Verdict(False, "That looks at another last day.",
                       'Keep as_of="2025-08-31": without it, August counts as unfinished.')
    july, usual = (int(each.frame.loc["2025-07", "size"]) for each in (answer, small))
    return Verdict(True, f"Right: July now has {july} in place of {usual}. The stricter the rule, "
                         "the smaller and the jumpier the community. Choose one rule and keep it.")


@exercise("1.7.4")
def dog_school(answer) -> Verdict:
    return judge_number(answer, 9 / 60,
        reason="Right: of 60 members 9 brought somebody. How many each of them brought does not "
               "matter here.",
        hint="The share of members who brought somebody: members by members.",
        slips={"That counts the people who were brought. Count the members who brought.": 15 / 60,
               "That is referrals by referrer.": 15 / 9,
               "That is the wrong way round.": 60 / 9,
               "That is in per cent; write it as a share.": 15})


@exercise("1.7.5")
def fitted_kitchens(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "The same customers, but the same trade: each customer sent is one lost.",
        "b": "Many followers, but few of them are about to need a kitchen.",
        "c": "Right: the same customers at the same moment, and another trade.",
    }, hint="Who meets people just before they need a kitchen, and does not make kitchens?")


@exercise("1.7.6")
def plainly_more(answer, salon) -> Verdict:
    means = salon.groupby("who")["after"].mean()
    alike = salon[salon["comes"] == "often"].groupby("who")["after"].mean()
    return judge_number(answer, means["member"] - means["other"],
        reason="Right: and yet the club does nothing. Every penny of it was there before.",
        hint='The mean of “after” for members, less that for others.',
        slips={"That is others less members.": means["other"] - means["member"],
               "That is the mean of the members alone.": means["member"],
               "That is the sum of all members less that of all others. Take means.":
                   float(salon["after"].where(salon["who"] == "member", -salon["after"]).sum()),
               "That is the fairer comparison. The plain one takes all members and all others.":
                   alike["member"] - alike["other"]})


@exercise("1.7.7")
def the_card(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "Regulars take the card. They spent more before they had it.",
        "b": "Right: the interval reaches from less to more, so the data cannot tell yet.",
        "c": "Not proven either: it may well be 11% more.",
        "d": "4% is the middle of what is likely. Nothing at all lies in that range too, and "
             "matching leaves a part of the error.",
    }, hint="Does the interval of the matched comparison hold zero?")


@exercise("1.7.8")
def open_door_every_four_weeks(answer, first_plan) -> Verdict:
    if not isinstance(answer, ActivityPlan):
        return Verdict(False, "That is not a plan.",
                       "Copy the cell that makes first_plan, and change one word in it.")
    chosen = answer.activities["how_often"].to_dict()
    if chosen.get("open_door") != "every four weeks":
        return Verdict(False, "The open door does not come every four weeks.",
                       'Write "every four weeks" for "open_door".')
    if (set(chosen) != set(first_plan.activities.index)
            or answer.hours_a_week != first_plan.hours_a_week
            or not answer.activities["hours_each"].equals(first_plan.activities["hours_each"])):
        return Verdict(False, "Something else changed as well.",
                       "Keep the replies, the hours each and the one hour a week as they were.")
    hours, there_are = (PLAIN.number(value, digits=1)
                        for value in (answer.hours, answer.hours_there_are))
    return Verdict(True, f"Right: it asks for {hours} hours and there are {there_are}, so it does "
                         "not fit. Once a quarter that is kept beats once a month that is not.")


@exercise("1.7.9")
def your_community(answer) -> Verdict:
    try:
        own = own_business(answer)
        rated, review = _said(own, community_view, own, own.answers.get(SECTION, {}))
        if not own.has("community"):
            return Verdict(rated, review, "" if rated else RATE)
        _, size = _said(own, community_size, own.table("community"))
        return Verdict(True, f"{review} {size}")
    except OwnerError as problem:
        return Verdict(False, str(problem), "In a terminal, growth check says what to mend.")


def _said(own, analysis, *about) -> tuple[bool, str]:
    """Whether an analysis could answer, and its headline or why not."""
    try:
        return True, analysis(*about).headline(own.format)
    except NotEnoughData as refusal:
        return False, str(refusal)
