"""The exercises on strategy say what the calculations say."""

import pandas as pd
import pytest

from helpers.core.business import open_business
from helpers.lessons.questions import find
from helpers.subjects.finance import budget_variance, price_volume
from helpers.subjects.finance.health import health_check
from helpers.subjects.strategy.rivals import compare_rivals


def test_a_dearer_rent_moves_profit_as_the_comparison_says():
    month = pd.DataFrame({"month": "2025-09",
                          "account": ["revenue", "cost_of_goods", "payroll", "rent"]})
    compared = budget_variance(month.assign(amount=[11400, 3300, 4400, 1650]),
                               month.assign(amount=[12000, 3600, 4200, 1500]))
    assert find("1.4.5").right == pytest.approx(compared.profit_variance)


def test_a_window_cleaners_price_effect_is_what_the_split_says():
    def houses(quantity, unit_price):
        return pd.DataFrame({"product_id": ["house"], "quantity": [quantity],
                             "unit_price": [unit_price]})

    split = price_volume(houses(220, 14), houses(200, 15))
    assert find("1.4.6").right == pytest.approx(split.price)


def test_where_somebody_can_step_in_already_the_step_adds_nothing(make_business):
    own = open_business(make_business())
    own.answers.save("maturity", {"can_be_away": 5, "gets_paid": 2})
    exercise = find("1.4.3", {"rater": open_business("corner_shop")})
    assert exercise.judge("0").right
    assert exercise.judge("2.2").right is False


def test_ones_own_basics_are_told_with_the_day_they_were_rated(make_business):
    own = open_business(make_business())
    assert find("1.4.8").judge("corner_shop").right is False
    own.answers.save("maturity", {"talks": 2, "keeps_promises": 4, "date": "2025-10-31"})
    verdict = find("1.4.8").judge("corner_shop")
    assert verdict.right and "People is weakest" in verdict.reason
    assert verdict.reason.endswith(f"Rated on {own.format.date(pd.Timestamp('2025-10-31'))}.")


def right_choice(number):
    exercise = find(number)
    return exercise.options[exercise.right]["text"]


def test_a_garage_paid_late_waits_as_long_as_the_health_check_says():
    late = pd.DataFrame({"month": "2025-10", "account": ["revenue", "receivables"],
                         "amount": [20_000.0, 13_000.0]})
    assert find("1.2.3").right == pytest.approx(health_check(late).days_sales_outstanding)
    assert find("1.2.3").judge("20 days").right


def test_a_garages_own_band_gives_the_light_that_the_health_check_gives():
    garage = pd.DataFrame({"month": "2025-10", "account": ["revenue", "cost_of_goods"],
                           "amount": [20_000.0, 8_000.0]})
    light = health_check(garage, bands={"gross_margin": (0.55, 0.65)}).lights["gross_margin"]
    assert right_choice("1.2.4").endswith(light)


def test_a_cafe_is_behind_where_the_comparison_says():
    heard = {"rival_1": "The chain", "rival_1_price": "alike", "rival_1_quality": "better",
             "rival_1_ease": "worse", "rival_2": "The office machine", "rival_2_price": "worse",
             "rival_2_quality": "better", "rival_2_ease": "worse", "matters_most": "ease"}
    behind = compare_rivals(heard).standing("behind")
    assert right_choice("1.2.7") == f"On {' and '.join(behind)}"


def test_on_ones_own_business_words_alone_are_enough(make_business):
    own = open_business(make_business("mine", customers="customer_id\nann\n"))
    own.answers.save("swot", {"threat_1": "The lease ends"})
    verdict = find("1.2.12").judge("mine")
    assert verdict.right and "Written down: 1 threat." in verdict.reason
