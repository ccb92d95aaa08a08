"""One person's few tables: what was planted is there, and what they cannot tell is refused."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from helpers import open_business
from helpers.core.problems import NotEnoughData
from helpers.samples import sample_tables, truths_of
from helpers.samples.acquisition import months_of
from helpers.subjects.feedback.scores import net_promoter_score
from helpers.subjects.finance.health import health_check

TRUTHS = truths_of("plumber")
MONTHS = len(months_of(TRUTHS))


@pytest.fixture(scope="module")
def plumber():
    return open_business("plumber")


@pytest.fixture(scope="module")
def jobs(plumber):
    return plumber.table("orders").merge(plumber.table("products"), on="product_id")


@pytest.fixture(scope="module")
def many_jobs():
    """The jobs of many such plumbers, whose services are told by their numbers."""
    draws = [sample_tables("plumber", seed=seed)["orders"].assign(draw=seed) for seed in range(60)]
    return pd.concat(draws)


def test_little_is_written_down(plumber):
    assert set(plumber.tables) == {"orders", "products", "finances", "feedback", "network",
                                   "organisations"}
    assert set(plumber.table("finances")["account"]) == {
        "revenue", "cost_of_goods", "other_operating", "cash"}
    assert plumber.settings.sells == "services"


def test_jobs_come_as_often_as_planted(jobs):
    count = jobs["order_id"].nunique()
    low, high = stats.chi2.ppf(0.025, 2 * count) / 2, stats.chi2.ppf(0.975, 2 * count + 2) / 2
    assert low <= TRUTHS["jobs_per_month"] * MONTHS <= high
    assert set(jobs["order_date"].dt.to_period("M")) == set(months_of(TRUTHS))
    assert "Sunday" not in set(jobs["order_date"].dt.day_name())


def test_services_sell_as_planted(jobs, many_jobs):
    services = list(TRUTHS["services"])
    assert set(jobs["name"]) == set(services)
    firsts = many_jobs.drop_duplicates(["draw", "order_id"])["product_id"].value_counts()
    planted = pd.Series({f"S{number}": TRUTHS["services"][name]["share"]
                         for number, name in enumerate(services, start=1)})
    expected = planted * firsts.sum()
    assert stats.chisquare(firsts.reindex(planted.index), expected).pvalue > 0.001


def test_a_price_lies_near_the_usual_one(jobs):
    usual = jobs["name"].map({name: said["price"] for name, said in TRUTHS["services"].items()})
    far = (jobs["unit_price"] / usual - 1).abs()
    assert far.max() <= TRUTHS["prices_vary_by"] + 2.5 / usual.min()
    assert (jobs["unit_price"] % 5 == 0).all()


def test_so_many_jobs_are_for_somebody_known(many_jobs):
    visits = many_jobs.drop_duplicates(["draw", "order_id"])
    later = visits[visits.groupby("draw").cumcount() > 0]
    again = visits.duplicated(["draw", "customer_id"])[visits.groupby("draw").cumcount() > 0]
    lower, upper = proportion_confint(again.sum(), len(later), method="wilson")
    assert lower <= TRUTHS["came_before"] <= upper


def test_the_books_are_those_of_the_jobs(plumber, jobs):
    books = plumber.table("finances").pivot(index="month", columns="account", values="amount")
    month = jobs["order_date"].dt.to_period("M").dt.start_time
    revenue = (jobs["quantity"] * jobs["unit_price"]).groupby(month).sum()
    goods = (jobs["quantity"] * jobs["unit_cost"]).groupby(month).sum()
    assert np.allclose(books["revenue"], revenue)
    assert np.allclose(books["cost_of_goods"], goods)
    left = books["revenue"] - books["cost_of_goods"] - books["other_operating"]
    terms = TRUTHS["finances"]
    assert np.allclose(books["cash"],
                       terms["cash_at_start"] + (left - terms["owner_takes"]).cumsum())
    assert (books["cash"] > 0).all()


def test_seven_answers_make_no_score(plumber):
    assert len(plumber.table("feedback")) == len(TRUTHS["feedback"]["scores"])
    with pytest.raises(NotEnoughData):
        net_promoter_score(plumber.table("feedback"))


def test_four_accounts_tell_a_margin_and_a_runway_and_nothing_of_debt(plumber):
    check = health_check(plumber.table("finances"))
    assert {"gross_margin", "runway_months"} <= set(check.frame.index)
    assert {"debt_to_equity", "days_sales_outstanding"} <= set(check.missing)
