"""What was planted in the shop sample is found by the analyses, within their intervals."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from helpers import open_business
from helpers.samples import truths_of
from helpers.samples.acquisition import days_of
from helpers.samples.shop import RETURNED_WITHIN_DAYS, seasonal_clock
from helpers.samples.stories.sales import plain_difference
from helpers.subjects.customers.at_risk import at_risk_customers
from helpers.subjects.customers.cohorts import cohort_retention
from helpers.subjects.customers.lapse import lapsed
from helpers.subjects.customers.payback import marketing_payback
from helpers.subjects.customers.programme import program_effect

TRUTHS = truths_of("shop")
LAST_DAY = days_of(TRUTHS)[-1]
YEAR = 365
SEGMENTS, CATEGORIES = list(TRUTHS["segments"]), list(TRUTHS["categories"])
BY_CHANNEL = {name: points for name, points in TRUTHS["return_chance_by_first_channel"].items()
              if points}
WITHIN_A_YEAR = 1 - np.exp(-YEAR / TRUTHS["days_between_orders"])  # of those who ever return


@pytest.fixture(scope="module")
def shop():
    return open_business("shop")


@pytest.fixture(scope="module")
def bought(shop):
    return shop.table("orders").query("quantity > 0")


@pytest.fixture(scope="module")
def watched(shop, bought):
    """Customers seen for a year, with their first channel and whether they returned within it."""
    customers = shop.table("customers").set_index("customer_id")
    visits = bought.dropna(subset="customer_id").drop_duplicates("order_id")
    by_customer = visits.groupby("customer_id")
    second = by_customer.nth(1).set_index("customer_id")["order_date"]
    days = (second.reindex(customers.index) - customers["signup_date"]).dt.days
    frame = customers.assign(channel=by_customer["channel"].first(), returned=days <= YEAR)
    return frame[frame["signup_date"] <= LAST_DAY - pd.Timedelta(days=YEAR)]


@pytest.fixture(scope="module")
def sales(shop, bought):
    """Units and price by month and product, with the product's category."""
    month = bought["order_date"].dt.to_period("M").astype(str).rename("month")
    frame = bought.groupby([month, "product_id"], as_index=False).agg(
        units=("quantity", "sum"), price=("unit_price", "first")
    )
    category = shop.table("products").set_index("product_id")["category"]
    return frame.assign(category=frame["product_id"].map(category))


def within(interval, truth):
    lower, upper = interval
    return lower <= truth <= upper


@pytest.mark.parametrize("segment", SEGMENTS)
def test_a_segments_chance_to_return_is_found(watched, segment):
    plain = watched[(watched["segment"] == segment) & ~watched["member"].astype(bool)
                    & ~watched["channel"].isin(BY_CHANNEL)]
    interval = proportion_confint(plain["returned"].sum(), len(plain), method="wilson")
    truth = TRUTHS["segments"][segment]["return_chance"] * WITHIN_A_YEAR
    assert within(interval, truth)


def test_segment_channel_and_membership_add_up_as_planted(watched):
    model = pd.concat([
        pd.get_dummies(watched["segment"], dtype=float),
        pd.get_dummies(watched["channel"], dtype=float)[list(BY_CHANNEL)],
        watched["member"].astype(float),
    ], axis=1)
    fit = sm.OLS(watched["returned"].astype(float), model).fit(cov_type="HC1")
    truths = BY_CHANNEL | {"member": TRUTHS["membership_adds"]} | {
        name: terms["return_chance"] for name, terms in TRUTHS["segments"].items()
    }
    for name, truth in truths.items():
        assert within(fit.conf_int().loc[name], truth * WITHIN_A_YEAR), name


def test_a_plain_comparison_flatters_the_loyalty_programme(shop):
    effect = program_effect(shop.table("orders"), shop.table("customers"), within_days=YEAR)
    assert effect.lower > TRUTHS["membership_adds"] * WITHIN_A_YEAR
    assert within((effect.lower, effect.upper), plain_difference(TRUTHS) * WITHIN_A_YEAR)


def test_within_segments_the_loyalty_programme_does_what_it_truly_does(shop):
    orders, customers = shop.table("orders"), shop.table("customers")
    effects = [
        program_effect(orders, customers[customers["segment"] == segment], within_days=YEAR,
                       period="year")
        for segment in SEGMENTS
    ]
    truth = TRUTHS["membership_adds"] * WITHIN_A_YEAR
    assert all(within((effect.lower, effect.upper), truth) for effect in effects)
    widths = np.array([effect.upper - effect.lower for effect in effects])
    pooled = np.average([effect.difference for effect in effects], weights=widths**-2)
    half_width = (widths**-2).sum() ** -0.5 / 2
    assert within((pooled - half_width, pooled + half_width), truth)
    assert pooled - half_width > 0


@pytest.fixture(scope="module")
def seasons(shop):
    """Index of each month, with the interval that holds all twelve at once in 95% of cases."""
    months = shop.table("customers")["signup_date"].dt.to_period("M").value_counts().sort_index()
    day = np.log(np.asarray(months.index.days_in_month, dtype=float))
    model = pd.get_dummies(pd.Series(months.index.month, months.index), dtype=float)
    fit = sm.GLM(months, model.assign(trend=np.arange(len(months))), offset=day,
                 family=sm.families.Poisson()).fit()
    level = fit.params.drop("trend")
    around = np.eye(12) - 1 / 12  # each month against the average of the logarithms
    error = np.sqrt(np.diag(around @ fit.cov_params().drop("trend").drop(columns="trend") @ around))
    reach = stats.norm.ppf(1 - 0.025 / 12) * error
    middle = np.asarray(level - level.mean())
    return pd.DataFrame({"lower": middle - reach, "upper": middle + reach}, range(1, 13))


@pytest.mark.parametrize("month", range(1, 13))
def test_the_season_of_a_month_is_found(seasons, month):
    planted = np.log(TRUTHS["season"])
    truth = (planted - planted.mean())[month - 1]
    assert within(seasons.loc[month], truth)


def test_december_is_the_peak_of_every_year(bought):
    orders = bought.drop_duplicates("order_id")["order_date"].dt.to_period("M").value_counts()
    years = orders.groupby((orders.index - 10).year)  # November to October
    assert {peak.month for peak in years.idxmax()} == {12}


@pytest.fixture(scope="module")
def fair_elasticities(sales):
    """A month's sales of a product against those of others in the same month."""
    return elasticities(sales, months_compared=True)


def elasticities(sales, *, months_compared):
    """Elasticity by category with its 95% interval: logarithm of units on logarithm of price."""
    logarithm = np.log(sales["price"])
    parts = [pd.get_dummies(sales["product_id"], dtype=float)]
    if months_compared:
        parts.append(pd.get_dummies(sales["month"], dtype=float, drop_first=True))
    parts += [(logarithm * (sales["category"] == name)).rename(name) for name in CATEGORIES]
    fit = sm.GLM(sales["units"], pd.concat(parts, axis=1), family=sm.families.Poisson()).fit(
        scale="X2")
    return fit.conf_int().loc[CATEGORIES].set_axis(["lower", "upper"], axis=1)


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_elasticity_of_a_category_is_found(fair_elasticities, category):
    truth = TRUTHS["categories"][category]["elasticity"]
    assert within(fair_elasticities.loc[category], truth)


def test_prices_stand_higher_before_christmas_by_the_planted_rise(sales):
    price = sales.pivot(index="month", columns="product_id", values="price")
    rises = [price.loc[f"{year}-12"] / price.loc[f"{year + 1}-01"] for year in (2022, 2023, 2024)]
    rise = pd.concat(rises).mean() - 1
    assert rise == pytest.approx(TRUTHS["christmas"]["price_rise"], abs=0.01)


def test_without_regard_to_the_season_customers_seem_not_to_mind_prices(sales):
    naive = elasticities(sales, months_compared=False)
    truth = pd.Series({name: terms["elasticity"] for name, terms in TRUTHS["categories"].items()})
    assert (naive["lower"] > truth).sum() >= 3


def test_most_of_those_who_return_do_so_when_the_planted_gap_says(shop, bought):
    silence = lapsed(shop.table("orders"), returns=0.9, as_of=LAST_DAY)
    clock, days = seasonal_clock(TRUTHS), days_of(TRUTHS)
    ordered = days.get_indexer(bought["order_date"])
    ordered = ordered[ordered < len(days) - YEAR]  # a whole year to return in
    gaps = clock[ordered[:, None] + np.arange(YEAR)] - clock[ordered[:, None]]
    returned = 1 - np.exp(-gaps / TRUTHS["days_between_orders"]).mean(axis=0)
    truth = np.argmax(returned >= 0.9)
    assert within((silence.threshold_lower_days, silence.threshold_upper_days), truth)


def test_the_silent_are_found_to_be_at_risk(shop):
    risk = at_risk_customers(orders=shop.table("orders"), customers=shop.table("customers"),
                             as_of=LAST_DAY)
    assert risk.earned_its_place
    top = risk.customers.head(len(risk.customers) // 10)["customer_id"]
    bought = shop.table("orders").dropna(subset="customer_id")
    silent = (LAST_DAY - bought.groupby("customer_id")["order_date"].max()).dt.days
    assert silent[top].median() > silent[risk.customers["customer_id"]].median()


def test_the_first_month_of_a_cohort_loses_the_most(shop):
    rates = cohort_retention(shop.table("orders"), period="quarter").average["rate"]
    losses = -rates.diff().dropna()
    assert losses.idxmax() == 1


def test_a_customer_costs_what_the_channels_charge(shop):
    table = shop.table("marketing").groupby("channel")[["spend", "leads", "new_customers"]].sum()
    for channel, terms in TRUTHS["channels"].items():
        if terms["cost_per_lead"]:
            row = table.loc[channel]
            won = proportion_confint(row["new_customers"], row["leads"], method="wilson")
            assert within(won, terms["conversion"])
            assert row["spend"] / row["leads"] == pytest.approx(terms["cost_per_lead"], rel=0.05)


def test_marketing_pays_back_within_a_year_but_not_at_once(shop):
    tables = [shop.table(name) for name in ("orders", "marketing", "products")]
    payback = marketing_payback(tables[0], tables[1], products=tables[2])
    spend, customers = tables[1]["spend"].sum(), len(shop.table("customers"))
    assert payback.cac == pytest.approx(spend / customers)
    assert 1 < payback.payback_months <= 12


@pytest.mark.parametrize("category", CATEGORIES)
def test_costs_and_returned_lines_are_those_of_the_category(shop, category):
    terms, products = TRUTHS["categories"][category], shop.table("products")
    own = products[products["category"] == category].set_index("name")["unit_cost"]
    share = own / pd.Series(TRUTHS["products"][category])
    assert share.between(terms["cost_share"] * 0.89, terms["cost_share"] * 1.11).all()
    orders = shop.table("orders").merge(products, on="product_id").query("category == @category")
    ordered = orders.groupby("order_id")["order_date"].transform("min")
    returnable = orders[ordered <= LAST_DAY - pd.Timedelta(days=RETURNED_WITHIN_DAYS[1])]
    refunded = returnable["quantity"] < 0
    interval = proportion_confint(refunded.sum(), (~refunded).sum(), method="wilson")
    assert within(interval, terms["returned"])


def test_guests_and_welcome_codes_are_as_many_as_planted(shop, bought):
    orders = bought.drop_duplicates("order_id")
    customers = len(shop.table("customers"))
    guests = proportion_confint(orders["customer_id"].isna().sum(), customers, method="wilson")
    assert within(guests, TRUTHS["guests_per_new_customer"])
    code = TRUTHS["welcome_code"]
    used = bought[bought["discount"].notna()]
    share = proportion_confint(used["order_id"].nunique(), customers, method="wilson")
    assert within(share, code["share_of_first_orders"])
    off = used["discount"] / (used["quantity"] * used["unit_price"])
    assert off.to_numpy() == pytest.approx(code["discount"], abs=0.01)
