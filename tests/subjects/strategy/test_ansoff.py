import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import open_business
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.subjects.strategy.ansoff_choice import STRATEGIES, ansoff
from helpers.subjects.strategy.ansoff_evidence import ansoff_signals, herfindahl_interval, top_share
from helpers.subjects.strategy.ansoff_mapping import (
    CRITERIA, JUDGEMENTS, MAPPING, NEXT_STEPS, QUADRANTS, RISK_APPETITE, SIGNAL_SCALES,
    USUALLY_SAFE, USUAL_SAFETY,
)

NAMES = [judgement.name for judgement in JUDGEMENTS]
ANSWERS = st.fixed_dictionaries({name: st.integers(0, 10) for name in NAMES})
AS_OF = pd.Timestamp("2025-12-31")


def purchases(customers, day, **columns):
    """One line for each customer, so many days before the last day."""
    return pd.DataFrame({
        "customer_id": list(customers), "order_date": AS_OF - pd.Timedelta(days=day),
        "quantity": 1.0, "unit_price": 10.0, "product_id": "a", **columns,
    })


def monthly(values, last="2025-12"):
    """Guests' revenue by month, on the first of each."""
    months = pd.period_range(end=last, periods=len(values), freq="M")
    return pd.DataFrame({"order_date": months.to_timestamp(), "quantity": 1.0,
                         "unit_price": np.asarray(values, dtype=float)})


@pytest.fixture(scope="module")
def shop():
    business = open_business("shop")
    return ansoff_signals(*(business.table(name) for name in ("orders", "customers", "products")))


@pytest.fixture(scope="module")
def few():
    """Signals of which only one is known."""
    return ansoff_signals(purchases(range(40), 100), as_of=AS_OF)


# Signals


def test_customers_who_bought_again_within_90_days_of_their_first_day_repeat():
    orders = pd.concat([
        purchases(range(40), 200),
        purchases(range(10), 110),       # 90 days later
        purchases(range(10, 20), 109),   # 91 days later
        purchases(range(20, 30), 200),   # the same day
        purchases(range(40, 60), 60),    # too young to tell
    ])
    signals = ansoff_signals(orders, as_of=AS_OF)
    row = signals.frame.loc["repeat_rate"]
    assert signals.repeat_rate == 10 / 40
    assert (row["lower"], row["upper"]) == pytest.approx((0.1419, 0.4019), abs=1e-4)  # Wilson
    assert row["based_on"] == "40 customers who first bought 90 days ago or earlier"


def test_a_refund_is_no_second_purchase():
    orders = pd.concat([purchases(range(40), 200), purchases(range(40), 190, quantity=-1.0)])
    assert ansoff_signals(orders, as_of=AS_OF).repeat_rate == 0


def test_the_top_tenth_and_concentration_are_those_of_the_last_years_revenue():
    orders = pd.concat([
        purchases(range(40), 50), purchases(range(4), 40, unit_price=80.0),
        purchases(range(40), 400, unit_price=1000.0),
    ])
    signals = ansoff_signals(orders, as_of=AS_OF)
    assert signals.top_tenth_share == pytest.approx(4 * 90 / (4 * 90 + 36 * 10))
    assert signals.customer_concentration == pytest.approx((4 * 90**2 + 36 * 10**2) / 720**2)
    assert "with 14 customers of equal size" in signals.sentences()["customer_concentration"]


def test_a_tenth_that_splits_a_customer_takes_part_of_them():
    spent = np.array([8.0] + [1.0] * 14)  # the top 1.5 of 15 customers
    assert top_share(spent)[0] == pytest.approx((8 + 0.5) / 22)


@pytest.mark.parametrize("measure", [top_share, herfindahl_interval])
def test_intervals_of_concentration_hold_the_truth_about_as_often_as_they_say(measure):
    rng = np.random.default_rng(3)
    everyone = rng.lognormal(3, 0.5, 500_000)
    size = 400
    truth = measure(everyone)[0]
    if measure is herfindahl_interval:
        truth *= len(everyone) / size
    held = [lower <= truth <= upper
            for _, lower, upper in (measure(rng.choice(everyone, size)) for _ in range(400))]
    assert 0.90 <= np.mean(held) <= 0.98


def test_breadth_counts_categories_or_else_products():
    orders = pd.concat([
        purchases(range(40), 50), purchases(range(20), 40, product_id="b"),
        purchases(range(10), 30, product_id="c"),
    ])
    by_product = ansoff_signals(orders, as_of=AS_OF)
    assert by_product.basket_breadth == (40 + 20 + 10) / 40
    assert (by_product.kinds, by_product.available_kinds) == ("products", 3)
    products = pd.DataFrame({"product_id": ["a", "b", "c"], "category": ["x", "x", "y"]})
    by_category = ansoff_signals(orders, products=products, as_of=AS_OF)
    assert by_category.basket_breadth == (40 + 10) / 40
    assert by_category.basket_breadth_share == (40 + 10) / 40 / 2
    assert "1.2 of 2 categories" in by_category.sentences()["basket_breadth"]


def test_geography_counts_orders_by_country():
    orders = pd.concat([
        purchases(range(30), 50, country="IE", order_id=range(30)),
        purchases(range(30), 50, country="IE", order_id=range(30)),  # second lines
        purchases(range(10), 40, country="DE", order_id=range(90, 100)),
        purchases(range(10), 400, country="FR", order_id=range(200, 210)),
    ])
    signals = ansoff_signals(orders, as_of=AS_OF)
    assert signals.beyond_home_share == 10 / 40
    assert signals.home == "IE"


def test_geography_falls_back_on_the_customers_region():
    customers = pd.DataFrame({"customer_id": range(50), "region": ["N"] * 30 + ["S"] * 20})
    signals = ansoff_signals(purchases(range(40), 50), customers, as_of=AS_OF)
    assert signals.beyond_home_share == 10 / 40
    assert signals.frame.loc["beyond_home_share", "based_on"] == "40 customers of the last year"


def test_new_customers_are_told_only_where_the_year_before_is_known():
    known = pd.concat([purchases(range(40), 800), purchases(range(30, 70), 50)])
    assert ansoff_signals(known, as_of=AS_OF).new_customer_share == 30 / 40
    short = pd.concat([purchases(range(40), 600), purchases(range(30, 70), 50)])
    signals = ansoff_signals(short, as_of=AS_OF)
    assert np.isnan(signals.new_customer_share)
    assert "year of orders before" in signals.left_out["new_customer_share"]


def test_the_trend_is_the_change_on_the_same_months_of_the_year_before():
    season = np.array([5, 6, 9, 8, 7, 6, 5, 4, 6, 8, 12, 20.0])
    signals = ansoff_signals(monthly([*season, *(1.1 * season)]), as_of=AS_OF)
    row = signals.frame.loc["trend"]
    assert (row["value"], row["lower"], row["upper"]) == pytest.approx((0.1, 0.1, 0.1))
    assert signals.sentences()["trend"].startswith("revenue is 10% up on the year before")
    falling = ansoff_signals(monthly([*season, *(0.8 * season)]), as_of=AS_OF)
    assert falling.sentences()["trend"].startswith("revenue is 20% down")


def test_a_trend_has_students_interval():
    rng = np.random.default_rng(0)
    changes = rng.normal(0, 0.2, 12)
    row = ansoff_signals(monthly(np.exp([*[3.0] * 12, *(3 + changes)])), as_of=AS_OF).frame.loc[
        "trend"]
    reach = 2.201 * changes.std(ddof=1) / np.sqrt(12)
    assert row["lower"] == pytest.approx(np.expm1(changes.mean() - reach), abs=1e-4)
    assert row["upper"] == pytest.approx(np.expm1(changes.mean() + reach), abs=1e-4)


def test_a_trend_needs_six_months_with_one_a_year_before():
    assert "trend" in ansoff_signals(monthly([5] * 18), as_of=AS_OF).frame.index
    with pytest.raises(NotEnoughData):
        ansoff_signals(monthly([5] * 17), as_of=AS_OF)


def test_a_first_month_that_began_late_is_no_month_to_compare_with():
    orders = monthly([1] + [10] * 23)
    orders.loc[0, "order_date"] += pd.Timedelta(days=20)
    assert ansoff_signals(orders, as_of=AS_OF).trend == pytest.approx(0)


def test_guests_alone_tell_the_trend_and_the_rest_is_said_to_be_left_out():
    signals = ansoff_signals(monthly([5] * 24), as_of=AS_OF)
    assert signals.frame.index.tolist() == ["trend"]
    assert signals.left_out["repeat_rate"] == "it needs purchases by known customers"
    assert "country" in signals.left_out["beyond_home_share"]
    assert "Not known: repeat rate, top tenth share" in signals.headline()


def test_too_little_for_any_signal_is_refused():
    with pytest.raises(NotEnoughData, match="29 order lines, too few for any signal"):
        ansoff_signals(purchases(range(29), 100), as_of=AS_OF)
    with pytest.raises(NotEnoughData, match="no order with a date"):
        ansoff_signals(purchases([], 100))
    with pytest.raises(DataProblems, match="order_date"):
        ansoff_signals(pd.DataFrame({"customer_id": [1]}))


def test_orders_after_the_last_day_do_not_count():
    orders = pd.concat([purchases(range(40), 200), purchases(range(40), -5)])
    signals = ansoff_signals(orders, as_of=AS_OF)
    assert signals.repeat_rate == 0
    assert signals.set_aside == {"dated after the last day looked at": 40}


def test_the_shop_tells_every_signal_with_its_interval_and_unit(shop):
    assert shop.left_out == {}
    assert (shop.frame["lower"] <= shop.frame["value"]).all()
    assert (shop.frame["value"] <= shop.frame["upper"]).all()
    assert shop.frame[["unit", "based_on", "meaning"]].notna().all(axis=None)
    for name in SIGNAL_SCALES:
        assert np.isfinite(getattr(shop, name))
    assert shop.headline().startswith("Revenue is ")


# The choice


def test_every_question_bears_on_a_score_and_every_item_is_known():
    used = {item for scores in MAPPING.values() for items in scores.values() for item in items}
    assert used == {*NAMES, *SIGNAL_SCALES, USUALLY_SAFE}
    assert set(MAPPING) == set(QUADRANTS) == set(NEXT_STEPS) == set(USUAL_SAFETY)
    assert all(tuple(scores) == CRITERIA for scores in MAPPING.values())


def test_an_item_never_speaks_both_for_and_against_a_strategy():
    for strategy, scores in MAPPING.items():
        signs = {}
        for items in scores.values():
            for item, weight in items.items():
                assert signs.setdefault(item, weight > 0) == (weight > 0), (strategy, item)


def test_questions_have_words_at_both_ends_and_a_default_in_the_middle():
    for asked in (*JUDGEMENTS, RISK_APPETITE):
        assert asked.question.endswith("?") and asked.low and asked.high
        assert asked.default == 5
    assert len(set(NAMES)) == len(NAMES)


def test_risk_rises_from_penetration_to_unrelated_diversification():
    assert list(USUAL_SAFETY.values()) == sorted(USUAL_SAFETY.values(), reverse=True)
    assert tuple(USUAL_SAFETY) == STRATEGIES


def test_a_score_is_the_weighted_mean_that_the_mapping_says(shop):
    answers = dict(zip(NAMES, [2, 9, 4, 7, 1, 8, 3, 6, 10, 0, 5]))
    chosen = ansoff(shop, answers, risk_appetite=3)
    items = {name: answer / 10 for name, answer in answers.items()}
    for name, (low, high) in SIGNAL_SCALES.items():
        items[name] = min(max((getattr(shop, name) - low) / (high - low), 0), 1)
    for strategy in STRATEGIES:
        items[USUALLY_SAFE] = USUAL_SAFETY[strategy]
        for criterion in CRITERIA:
            weights = MAPPING[strategy][criterion]
            score = sum(abs(weight) * (items[name] if weight > 0 else 1 - items[name])
                        for name, weight in weights.items()) / sum(map(abs, weights.values()))
            assert chosen.scores.loc[strategy, criterion] == pytest.approx(score)
    assert chosen.weights.tolist() == pytest.approx([0.31, 0.31, 0.38])
    assert chosen.values.tolist() == pytest.approx((chosen.scores @ chosen.weights).tolist())


def test_a_signal_that_is_not_known_is_left_out_with_its_weight(few):
    chosen = ansoff(few, {"new_market_pull": 8}, risk_appetite=5)
    assert "beyond_home_share" in chosen.left_out
    # Known: the pull (weight 5), nobody bought again (1), the top tenth brought a tenth (1).
    assert chosen.scores.loc["market development", "attractiveness"] == pytest.approx(5 * 0.8 / 7)
    assert chosen.scores.loc["market development", "low risk"] == pytest.approx(
        (4 * 0.65 + 0.5) / 5)


@pytest.mark.parametrize(("answers", "risk_appetite", "choice"), [
    ({}, 0, "market penetration"),
    ({"room_in_market": 9, "advantage": 9}, 5, "market penetration"),
    ({"new_market_pull": 9, "reach": 8}, 5, "market development"),
    ({"unmet_needs": 9, "development_skill": 8}, 5, "product development"),
    ({"related_opening": 9, "carry_over": 9, "resources": 8, "room_in_market": 2}, 6,
     "related diversification"),
    ({"unrelated_opening": 10, "resources": 10, "market_outlook": 0}, 9,
     "unrelated diversification"),
])
def test_answers_that_speak_for_a_strategy_choose_it(shop, answers, risk_appetite, choice):
    chosen = ansoff(shop, answers, risk_appetite=risk_appetite)
    assert chosen.choice == choice == chosen.values.idxmax()
    assert chosen.next_steps == NEXT_STEPS[choice] and len(chosen.next_steps) == 4
    assert chosen.quadrant in chosen.headline()


@settings(max_examples=40)
@given(answers=ANSWERS, name=st.sampled_from(NAMES), more=st.integers(1, 10),
       risk_appetite=st.integers(0, 10))
def test_a_higher_answer_in_favour_of_a_strategy_never_lowers_its_score(
    shop, answers, name, more, risk_appetite
):
    higher = {**answers, name: min(answers[name] + more, 10)}
    before, after = (ansoff(shop, given, risk_appetite=risk_appetite).values
                     for given in (answers, higher))
    for strategy in STRATEGIES:
        weights = [items[name] for items in MAPPING[strategy].values() if name in items]
        change = after[strategy] - before[strategy]
        if not weights:
            assert change == pytest.approx(0)
        elif weights[0] > 0:
            assert change >= -1e-12
        else:
            assert change <= 1e-12


@settings(max_examples=8)
@given(answers=ANSWERS, risk_appetite=st.integers(0, 10))
def test_the_flip_changes_the_choice_and_no_smaller_change_does(few, answers, risk_appetite):
    chosen = ansoff(few, answers, risk_appetite=risk_appetite)

    def choice_with(name, value):
        changed = {**answers, "risk_appetite": risk_appetite, name: value}
        appetite = changed.pop("risk_appetite")
        return ansoff(few, changed, risk_appetite=appetite).choice

    reach = chosen.flip.size if chosen.flip else 11
    if chosen.flip:
        assert choice_with(chosen.flip.name, chosen.flip.after) == chosen.flip.choice
        assert chosen.flip.choice != chosen.choice
        assert [flip.size for flip in chosen.flips] == sorted(flip.size for flip in chosen.flips)
    current = {**answers, "risk_appetite": risk_appetite}
    for name in ("risk_appetite", *NAMES[::3]):
        for value in range(11):
            if abs(value - current[name]) < reach:
                assert choice_with(name, value) == chosen.choice


def test_caution_and_daring_change_the_weights_and_can_change_the_choice(shop):
    answers = {"unrelated_opening": 10, "resources": 10, "market_outlook": 0}
    careful, daring = (ansoff(shop, answers, risk_appetite=appetite) for appetite in (0, 10))
    assert careful.weights["low risk"] == 0.5
    assert daring.weights["low risk"] == pytest.approx(0.1)
    assert careful.choice != daring.choice == "unrelated diversification"


def test_how_firm_it_is_comes_from_all_weightings_and_those_near(shop):
    chosen = ansoff(shop, {"new_market_pull": 9, "reach": 8}, risk_appetite=5)
    assert chosen.acceptability.sum(axis=1).tolist() == pytest.approx([1] * 5)
    assert chosen.firm_share == chosen.firmness.neighbourhood.loc[chosen.choice, 1] > 0.9
    assert chosen.firm_words == "firm"


def test_a_choice_that_one_point_changes_is_open_however_it_is_weighed(shop):
    chosen = ansoff(shop, {}, risk_appetite=5)
    assert chosen.firm_share > 0.8
    assert (chosen.flip.size, chosen.firm_words) == (1, "open")
    further = ansoff(shop, {"room_in_market": 7}, risk_appetite=5)
    assert (further.flip.size, further.firm_words) == (2, "firm")


def test_of_equal_strategies_the_safest_is_taken_and_it_is_said(shop, monkeypatch):
    from helpers.subjects.strategy import ansoff_choice as strategy

    even = np.full((len(STRATEGIES), len(CRITERIA)), 0.5)
    monkeypatch.setattr(strategy._MODEL, "scores",
                        lambda answers, known: np.broadcast_to(even, (*answers.shape[:-1], 5, 3)))
    chosen = ansoff(shop, {}, risk_appetite=5)
    assert chosen.choice == "market penetration"
    assert chosen.tied == STRATEGIES[1:]
    assert "do just as well; the safest was taken." in chosen.headline()
    assert chosen.flip is None and "No single answer would change it." in chosen.headline()


def test_the_headline_says_the_choice_how_firm_and_what_would_change_it(shop):
    chosen = ansoff(shop, {"unmet_needs": 8, "development_skill": 7}, risk_appetite=5)
    assert chosen.headline() == (
        "Product development comes first: new products for the same customers. The choice is firm; "
        "it holds in 100% of the weightings near yours and in 75% of all. It would become market "
        "penetration if your answer to “How often do your customers ask for something you do not "
        "have?” went from 8 to 5."
    )


def test_unanswered_questions_stand_at_their_default(shop):
    chosen = ansoff(shop, {"reach": 7.5}, risk_appetite=5)
    assert chosen.judgements == {**dict.fromkeys(NAMES, 5), "reach": 7.5}


@pytest.mark.parametrize(("answers", "risk_appetite", "match"), [
    ({"luck": 5}, 5, "No question is called luck"),
    ({"reach": 11}, 5, "reach did not"),
    ({"reach": float("nan")}, 5, "reach did not"),
    ({}, -1, "risk_appetite did not"),
    ({"risk_appetite": 3}, 5, "No question is called risk_appetite"),
])
def test_answers_that_cannot_be_are_refused(few, answers, risk_appetite, match):
    with pytest.raises(ValueError, match=match):
        ansoff(few, answers, risk_appetite=risk_appetite)
