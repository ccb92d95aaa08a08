"""What customers were made to answer is found by the analyses, within their intervals."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from helpers import open_business
from helpers.samples import truths_of
from helpers.samples.draws import stream
from helpers.samples.feedback import KINDS, feedback, shares
from helpers.samples.surroundings import asked_for_feedback
from helpers.subjects.feedback.scores import net_promoter_score
from helpers.subjects.growth.scorecard import growth_scorecard

SAMPLES = ("bakery", "shop", "saas")
FALLING = "saas"


@pytest.fixture(scope="module", params=SAMPLES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def terms(name):
    return truths_of(name)["feedback"]


@pytest.fixture(scope="module")
def asked(name):
    return asked_in(name)


@pytest.fixture(scope="module")
def answers(name, asked):
    return with_group(open_business(name).table("feedback"), asked)


def asked_in(name):
    business = open_business(name)
    sales = {table: business.table(table) for table in ("orders", "customers", "subscriptions")
             if business.has(table)}
    return asked_for_feedback(truths_of(name), sales)


def with_group(answers, asked):
    """Each answer with the group that its customer was in when last asked before it."""
    before = asked.sort_values("date")
    return pd.merge_asof(answers.sort_values("date"), before, on="date", by="customer_id")


def score_of(promoters, detractors):
    return 100 * (promoters - detractors)


def expected(terms, answers):
    return score_of(*shares(terms, answers)[["promoters", "detractors"]].mean())


def change_and_truth(terms, answers):
    """What the last year changed by, as found and as planted for those who answered."""
    found = net_promoter_score(answers).change
    now = answers["date"] >= terms["change"]["from_month"]
    year_before = ~now & (answers["date"] >= str(pd.Period(terms["change"]["from_month"]) - 12))
    return found, expected(terms, answers[now]) - expected(terms, answers[year_before])


def within(found, truth):
    return found.lower <= truth <= found.upper


def test_the_change_of_the_score_is_found(terms, answers):
    found, truth = change_and_truth(terms, answers)
    assert within(found, truth)


def test_a_change_is_beyond_chance_only_where_one_was_planted(terms, answers):
    planted = any(terms["change"][kind] for kind in ("promoters", "detractors"))
    assert net_promoter_score(answers).change.beyond_chance == planted


def groups_and_truths(terms, answers):
    """The score of each group before the change, as found and as planted."""
    before = answers[answers["date"] < terms["change"]["from_month"]]
    groups = net_promoter_score(before, by="group").groups
    assert sorted(groups.index) == sorted(terms["groups"])
    for group, row in groups.iterrows():
        planted = terms["groups"][group]
        yield row, score_of(planted["promoters"], planted["detractors"])


def test_the_score_of_each_group_is_found(terms, answers):
    for row, truth in groups_and_truths(terms, answers):
        assert within(row, truth), row.name


def test_the_keenest_group_stands_out_of_the_others(terms, answers):
    groups = net_promoter_score(answers, by="group").groups
    keenest = max(terms["groups"], key=lambda name: terms["groups"][name]["promoters"])
    assert groups["difference"].idxmax() == keenest
    assert groups["difference_lower"][keenest] > 0


@pytest.mark.prove
def test_the_intervals_hold_the_truth_about_as_often_as_they_say(terms, asked):
    changes, groups = [], []
    for seed in range(25):
        redrawn = with_group(feedback(stream(seed, "feedback"), terms, asked), asked)
        changes.append(within(*change_and_truth(terms, redrawn)))
        groups += [within(row, truth) for row, truth in groups_and_truths(terms, redrawn)]
    for found in (changes, groups):
        fewest, most = stats.binom.ppf([0.0005, 0.9995], len(found), 0.95)
        assert fewest <= sum(found) <= most


def test_as_many_answer_and_speak_as_planted(terms, asked, answers):
    answered = proportion_confint(len(answers), len(asked), method="wilson")
    spoke = proportion_confint(answers["text"].notna().sum(), len(answers), method="wilson")
    assert answered[0] <= terms["who_answers"] <= answered[1]
    assert spoke[0] <= terms["who_remarks"] <= spoke[1]


def test_who_speaks_says_what_fits_the_score(terms, answers):
    kind = np.select([answers["score"] >= 9, answers["score"] >= 7], KINDS[:2], KINDS[2])
    spoken = answers["text"].notna()
    for text, own in zip(answers["text"][spoken], kind[spoken]):
        assert text in terms["remarks"][own]


def test_where_growth_outruns_the_people_the_scorecard_says_so():
    saas = open_business(FALLING)
    card = growth_scorecard(finances=saas.table("finances"), customers=saas.table("customers"),
                            feedback=saas.table("feedback"))
    assert "service" in card.imbalances
    assert card.frame["change"]["revenue"] > 0.3
