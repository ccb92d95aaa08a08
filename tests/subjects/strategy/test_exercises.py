"""The exercises on strategy say what the calculations say."""

import pandas as pd
import pytest

from helpers.core.business import open_business
from helpers.lessons.questions import find
from helpers.subjects.finance import budget_variance, price_volume


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
