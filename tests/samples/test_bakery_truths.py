"""What was planted in the bakery sample is found by plain statistics, within their intervals."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.base.model import GenericLikelihoodModel

from helpers import open_business
from helpers.samples import sample_tables, truths_of
from helpers.samples.acquisition import days_of
from helpers.samples.bakery import (
    DAYS_PER_YEAR, MILD, daily_context, pace_of_stopping, products_of, trade,
)
from helpers.samples.draws import generator

TRUTHS = truths_of("bakery")
FIRST_DAY, LAST_DAY = days_of(TRUTHS)[[0, -1]]
PRODUCTS = products_of(TRUTHS).set_index("product_id")
CATEGORIES, EVENTS = list(TRUTHS["categories"]), list(TRUTHS["events"])
WEEKDAYS = list(TRUTHS["categories"]["Bread"]["weekdays"])
DRINKS = list(PRODUCTS.index[PRODUCTS["per_10_degrees"].notna()])
SHORT = list(PRODUCTS.index[PRODUCTS["cover"] < 1.1])  # sold out often
SOURDOUGH = PRODUCTS.index[PRODUCTS["name"] == "Sourdough loaf"][0]
TO_ORDER = PRODUCTS.index[PRODUCTS["to_order"].notna()][0]
WATCHED_DAYS = 91


@pytest.fixture(scope="module")
def bakery():
    return open_business("bakery")


@pytest.fixture(scope="module")
def sales(bakery):
    return daily_sales(bakery.table("orders"), bakery.table("daily_context"))


def daily_sales(orders, context):
    """Units and price by day and product, zeros included, with what may have moved them."""
    by_day = orders.groupby(["order_date", "product_id"])
    units = by_day["quantity"].sum().unstack(fill_value=0)
    price = by_day["unit_price"].first().unstack().ffill().bfill()
    frame = pd.DataFrame({"units": units.stack(), "price": price.stack()}).reset_index()
    frame = frame.merge(context, left_on="order_date", right_on="date")
    first = frame.groupby("product_id")["price"].transform("first")
    offered = on_offer(frame)
    return frame.assign(
        category=frame["product_id"].map(PRODUCTS["category"]),
        weekday=frame["date"].dt.day_name().str.lower(), month=frame["date"].dt.month,
        years=(frame["date"] - FIRST_DAY).dt.days / DAYS_PER_YEAR,
        dearer=np.log(frame["price"] / first),
        wet=frame["rain"] >= TRUTHS["rain"]["wet_from"],
        to_order=frame["product_id"] == TO_ORDER,
    )[offered].reset_index(drop=True)


def on_offer(frame):
    """Between a product's first and last sale of a year; what is made to order, always."""
    span = frame[frame["units"] > 0].groupby(["product_id", frame["date"].dt.year])["date"]
    keys = pd.MultiIndex.from_arrays([frame["product_id"], frame["date"].dt.year])
    first, last = (keys.map(side) for side in (span.min(), span.max()))
    return ((frame["date"] >= first) & (frame["date"] <= last)) | (frame["product_id"] == TO_ORDER)


def dummies(values, **options):
    return pd.get_dummies(values, dtype=float, **options)


@pytest.fixture(scope="module")
def by_product(sales):
    return product_fit(sales)


@pytest.fixture(scope="module")
def by_day(sales):
    return day_fit(sales)


def product_fit(sales):
    """Units of a day and product, those seldom sold out; days stray, so errors are by day."""
    rows = sales[~sales["product_id"].isin(SHORT)].reset_index(drop=True)
    walk_in = (~rows["to_order"]).astype(float)
    category = dummies(rows["category"])
    model = pd.concat([
        dummies(rows["product_id"]),
        *(dummies(rows["weekday"])[WEEKDAYS[1:]].mul(category[name], axis=0).add_prefix(f"{name} ")
          for name in CATEGORIES),
        category.mul(rows["years"], axis=0).add_prefix("trend "),
        dummies(rows["month"], drop_first=True, prefix="month"),
        dummies(rows["event"])[[name for name in EVENTS if name in set(rows["event"])]].mul(
            walk_in, axis=0),
        (rows["wet"] * walk_in).rename("wet"),
        dummies(rows["product_id"])[DRINKS].mul((rows["temperature"] - MILD) / 10, axis=0)
        .add_prefix("warmth "),
        rows["dearer"],
    ], axis=1)
    return sm.GLM(rows["units"], model, family=sm.families.Poisson()).fit(
        cov_type="cluster", cov_kwds={"groups": rows["date"].factorize()[0]})


def day_fit(sales):
    """Each day's units of what is seldom sold out and always on sale (negative binomial)."""
    always = sales["product_id"].isin(PRODUCTS.index[PRODUCTS["cover"].notna()
                                                     & PRODUCTS["on_sale_from"].isna()])
    days = sales[always & ~sales["product_id"].isin(SHORT)].groupby("date").agg(
        units=("units", "sum"), dearer=("dearer", "mean"), years=("years", "first"),
        wet=("wet", "first"), event=("event", "first"), weekday=("weekday", "first"),
        month=("month", "first"))
    model = pd.concat([
        dummies(days["weekday"]), dummies(days["month"], drop_first=True, prefix="month"),
        dummies(days["event"]), days[["years", "dearer"]], days["wet"].astype(float),
    ], axis=1)
    family = sm.families.NegativeBinomial(alpha=TRUTHS["days_stray"] ** 2)
    return sm.GLM(days["units"], model, family=family).fit(scale="X2")


def within(interval, truth):
    lower, upper = interval
    return lower <= truth <= upper


def assert_nominal(found):
    """As many hits as 95% intervals should have, give or take what chance allows in 999 of 1000."""
    fewest, most = stats.binom.ppf([0.0005, 0.9995], len(found), 0.95)
    assert fewest <= sum(found) <= most


FROM_THE_START = PRODUCTS.index[PRODUCTS["on_sale_from"].isna()].drop(SHORT)


@pytest.mark.parametrize("product", FROM_THE_START)
def test_the_usual_day_of_a_product_is_found(by_product, product):
    """A Tuesday in a January at the first day's trend and price, which the others stand against."""
    terms = PRODUCTS.loc[product]
    tuesday = TRUTHS["categories"][terms["category"]]["weekdays"]["tuesday"]
    truth = np.log(terms["per_day"] * tuesday * TRUTHS["season"][0])
    assert within(by_product.conf_int().loc[product], truth)


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_weekdays_of_a_category_are_found(by_product, category):
    planted = TRUTHS["categories"][category]["weekdays"]
    for day in WEEKDAYS[1:]:
        interval = by_product.conf_int().loc[f"{category} {day}"]
        assert within(interval, np.log(planted[day] / planted["tuesday"])), day


def test_weekdays_are_told_against_an_average_open_day():
    for terms in TRUTHS["categories"].values():
        assert sum(terms["weekdays"].values()) == pytest.approx(len(WEEKDAYS))


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_trend_of_a_category_is_found(by_product, category):
    truth = np.log1p(TRUTHS["categories"][category]["trend_per_year"])
    assert within(by_product.conf_int().loc[f"trend {category}"], truth)


@pytest.mark.parametrize("month", range(2, 13))
def test_the_season_is_found(by_product, month):
    truth = np.log(TRUTHS["season"][month - 1] / TRUTHS["season"][0])
    assert within(by_product.conf_int().loc[f"month_{month}"], truth)


def test_customers_mind_prices_as_much_as_planted(by_product):
    interval = by_product.conf_int().loc["dearer"]
    assert within(interval, TRUTHS["elasticity"])
    assert not within(interval, 0)


@pytest.mark.parametrize("drink", DRINKS)
def test_a_drink_sells_with_the_temperature_as_planted(by_product, drink):
    interval = by_product.conf_int().loc[f"warmth {drink}"]
    assert within(interval, np.log(PRODUCTS["per_10_degrees"][drink]))
    assert not within(interval, 0)


@pytest.mark.parametrize("event", EVENTS)
def test_the_lift_of_an_event_is_found(by_day, event):
    interval = by_day.conf_int().loc[event]
    assert within(interval, np.log(TRUTHS["events"][event]["lift"]))
    assert not within(interval, 0)


def test_a_wet_day_brings_as_few_as_planted(by_day):
    interval = by_day.conf_int().loc["wet"]
    assert within(interval, np.log(TRUTHS["rain"]["wet_day_ratio"]))
    assert not within(interval, 0)


def test_days_stray_together_as_far_as_planted(by_day):
    low, high = stats.chi2.ppf([0.025, 0.975], by_day.df_resid)
    assert low <= by_day.pearson_chi2 <= high


@pytest.mark.prove
def test_the_intervals_of_events_and_rain_hold_the_truth_about_as_often_as_they_say():
    found = []
    for seed in range(10):
        tables = sample_tables("bakery", seed=seed)
        context = tables["daily_context"]
        intervals = day_fit(daily_sales(tables["orders"], context)).conf_int()
        found += [within(intervals.loc[event], np.log(TRUTHS["events"][event]["lift"]))
                  for event in EVENTS]
        found.append(within(intervals.loc["wet"], np.log(TRUTHS["rain"]["wet_day_ratio"])))
    assert_nominal(found)


@pytest.fixture(scope="module")
def unseen():
    """What the till does not know: wanted and baked."""
    rng = generator(TRUTHS["seed"])
    return trade(rng, TRUTHS, daily_context(rng, TRUTHS))


def sold_out(rows):
    """Days at the best of their weekday in the quarter, where more than one day reached it."""
    sheet = [rows["date"].dt.to_period("Q"), rows["weekday"]]
    at_best = rows["units"] == rows.groupby(sheet)["units"].transform("max")
    return at_best & (at_best.groupby(sheet).transform("sum") > 1)


class AtLeastCounts(GenericLikelihoodModel):
    """Negative binomial counts, some of them known only to be so high or higher."""

    def __init__(self, counts, model, at_least):
        self.at_least = np.asarray(at_least)
        super().__init__(np.asarray(counts), np.asarray(model))

    def loglikeobs(self, params):
        mean, size = np.exp(self.exog @ params), TRUTHS["days_stray"] ** -2
        chance = size / (size + mean)
        exactly = stats.nbinom.logpmf(self.endog, size, chance)
        return np.where(self.at_least, stats.nbinom.logsf(self.endog - 1, size, chance), exactly)


def sourdough_days(sales):
    """Days without an event, on which the baking sheet alone says what was baked."""
    chosen = (sales["product_id"] == SOURDOUGH) & sales["event"].isna()
    return sales[chosen].reset_index(drop=True)


def level_intervals(rows):
    """The 95% interval of what is wanted on a day: taking sales for it, and minding stock-outs."""
    model = pd.concat([
        dummies(rows["weekday"]), dummies(rows["month"], drop_first=True),
        rows[["years", "dearer"]], rows["wet"].astype(float),
    ], axis=1).to_numpy()
    family = sm.families.NegativeBinomial(alpha=TRUTHS["days_stray"] ** 2)
    plain = sm.GLM(rows["units"], model, family=family).fit()
    minding = AtLeastCounts(rows["units"], model, sold_out(rows)).fit(
        start_params=plain.params.to_numpy(), method="bfgs", disp=False)
    return [_mean_interval(fit, model) for fit in (plain, minding)]


def _mean_interval(fit, model):
    wanted = np.exp(model @ np.asarray(fit.params))
    slope = (wanted[:, None] * model).mean(axis=0)
    error = np.sqrt(slope @ np.asarray(fit.cov_params()) @ slope)
    return wanted.mean() + stats.norm.ppf([0.025, 0.975]) * error


def test_days_sold_out_can_be_told_from_the_sales(sales, unseen):
    rows = sourdough_days(sales)
    told = sold_out(rows)
    truth = rows.merge(unseen, on=["date", "product_id"])
    reached = truth["wanted"] >= truth["baked"]
    assert 0.3 < reached.mean() < 0.5
    assert (told & reached).sum() / told.sum() > 0.95
    assert (told & reached).sum() / reached.sum() > 0.95


def test_sales_understate_what_is_wanted_unless_stock_outs_are_minded(sales, unseen):
    rows = sourdough_days(sales)
    truth = rows.merge(unseen, on=["date", "product_id"])["expected"].mean()
    plain, minding = level_intervals(rows)
    assert plain[1] < truth
    assert within(minding, truth)
    assert minding[0] > plain[1]


def test_all_but_two_products_are_seldom_sold_out(unseen):
    share = (unseen["wanted"] > unseen["baked"]).groupby(unseen["product_id"]).mean()
    assert len(SHORT) == 2
    assert share[SHORT].min() > 0.15
    assert share.drop(SHORT).max() < 0.05
    assert set(share.index[share == 0]) == set(PRODUCTS.index[PRODUCTS["tray"].isna()])


def test_the_till_knows_what_was_sold_and_no_more(bakery, unseen):
    sold = bakery.table("orders").groupby(["order_date", "product_id"])["quantity"].sum()
    truth = unseen[unseen["sold"] > 0].set_index(["date", "product_id"])["sold"]
    assert sold.to_dict() == truth.to_dict()


def test_whole_trays_are_baked(unseen):
    baked = unseen[np.isfinite(unseen["baked"])]
    assert (baked["baked"] % baked["product_id"].map(PRODUCTS["tray"]) == 0).all()
    assert (baked["baked"] > 0).all()


def test_three_days_of_four_sell_no_celebration_cake(sales):
    cakes = sales[sales["product_id"] == TO_ORDER]
    assert (cakes["units"] == 0).mean() == pytest.approx(0.75, abs=0.03)
    assert cakes["units"].max() <= 5


def test_stollen_sells_in_its_season_alone(sales):
    stollen = PRODUCTS.index[PRODUCTS["season"].notna()][0]
    days = sales.loc[(sales["product_id"] == stollen) & (sales["units"] > 0), "date"]
    first, last = PRODUCTS["season"][stollen]
    by_year = days.dt.strftime("%m-%d").groupby(days.dt.year)
    assert list(by_year.groups) == [2022, 2023, 2024]
    assert by_year.min().between(first, "11-18").all()
    assert (by_year.max() == last).all()


def test_a_product_launched_half_way_has_a_short_history(bakery):
    launched = PRODUCTS["on_sale_from"].dropna()
    orders = bakery.table("orders")
    first = orders.groupby("product_id")["order_date"].min()
    for product, day in launched.items():
        assert first[product] == pd.Timestamp(day)
    others = PRODUCTS.index[PRODUCTS["cover"].notna() & PRODUCTS["on_sale_from"].isna()]
    assert (first[others] == FIRST_DAY).all()


def test_prices_rise_in_march_and_september_alone(bakery):
    orders = bakery.table("orders")
    prices = orders.groupby(["product_id", "order_date"])["unit_price"].agg(["min", "max"])
    assert (prices["min"] == prices["max"]).all()
    months = orders["order_date"].dt.to_period("M")
    by_month = orders.groupby(["product_id", months])["unit_price"]
    assert (by_month.min() == by_month.max()).all()
    change = by_month.first().unstack("product_id").ffill().pct_change(fill_method=None)
    change = change[PRODUCTS.index[PRODUCTS["season"].isna()].drop(TO_ORDER)]
    review, step = TRUTHS["price_review"], TRUTHS["price_review"]["step"]
    moved = change[(change.abs() > 1e-9).any(axis=1)]
    assert set(moved.index.month) == set(review["months"])
    slack = step / PRODUCTS["price"].min()
    assert moved.min().min() >= 0
    assert moved.max().max() <= max(review["rises"]) + slack


def test_the_weather_is_as_planted(bakery):
    weather = bakery.table("daily_context").dropna(subset="temperature")
    rain, warmth = TRUTHS["rain"], TRUTHS["temperature"]
    falls = weather["rain"] > 0
    assert falls.mean() == pytest.approx(rain["share_of_days"], abs=0.04)
    assert weather.loc[falls, "rain"].mean() == pytest.approx(rain["millimetres"], rel=0.1)
    by_month = weather.groupby(weather["date"].dt.month)["temperature"].mean()
    assert by_month.idxmin() in (1, 2)
    assert by_month.idxmax() in (7, 8)
    assert by_month.min() == pytest.approx(warmth["coldest"], abs=1.5)
    assert by_month.max() == pytest.approx(warmth["warmest"], abs=1.5)


@pytest.fixture(scope="module")
def holders(bakery):
    return bakery.table("customers").set_index("customer_id")


@pytest.fixture(scope="module")
def visits(bakery, holders):
    """One row a visit, with the days since the holder signed up."""
    rows = bakery.table("orders").dropna(subset="customer_id")
    rows = rows.drop_duplicates(["customer_id", "order_date"]).join(holders, on="customer_id")
    return rows.assign(age=(rows["order_date"] - rows["signup_date"]).dt.days)


@pytest.mark.parametrize("segment", list(TRUTHS["segments"]))
def test_holders_of_a_card_come_as_often_as_planted(bakery, holders, visits, segment):
    terms = TRUTHS["segments"][segment]
    own = visits[visits["segment"] == segment]
    later = holders.loc[own.loc[own["age"] > WATCHED_DAYS, "customer_id"].unique()]
    came = own["customer_id"].isin(later.index) & own["age"].between(1, WATCHED_DAYS)
    context = bakery.table("daily_context").query("open")
    theirs = context.loc[context["date"].dt.day_name().str.lower().isin(terms["days"]), "date"]
    age = (theirs.to_numpy() - later["signup_date"].to_numpy()[:, None]) / np.timedelta64(1, "D")
    chances = ((age >= 1) & (age <= WATCHED_DAYS)).sum()
    interval = stats.binomtest(int(came.sum()), int(chances)).proportion_ci()
    assert within(interval, terms["visits_per_week"] / len(terms["days"]))


@pytest.mark.parametrize("member", [True, False])
def test_the_bread_club_keeps_its_members_longer_as_planted(holders, visits, member):
    year, enough = 365, pd.Timedelta(days=365 + 180)  # time to be seen again
    own = holders[(holders["member"] == member) & (holders["signup_date"] <= LAST_DAY - enough)]
    still = visits.loc[visits["age"] > year, "customer_id"].unique()
    pace = pace_of_stopping(TRUTHS, own.assign(member="yes" if member else "no"))
    coming = own["segment"].map({name: terms["visits_per_week"] / 7
                                 for name, terms in TRUTHS["segments"].items()})
    chance = np.exp(-pace * year) * coming / (coming + pace)
    error = stats.norm.ppf(0.975) * np.sqrt((chance * (1 - chance)).sum())
    assert abs(own.index.isin(still).sum() - chance.sum()) <= error


def test_members_of_the_bread_club_are_alike_in_every_segment(holders):
    table = pd.crosstab(holders["segment"], holders["member"])
    assert stats.chi2_contingency(table).pvalue > 0.05
    interval = stats.binomtest(int(holders["member"].sum()), len(holders)).proportion_ci()
    assert within(interval, TRUTHS["bread_club"]["joins"])
