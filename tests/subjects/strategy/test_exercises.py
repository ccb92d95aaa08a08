"""The exercises on strategy say what the calculations say, and read one's own words."""

import pandas as pd
import pytest

from helpers.core.business import open_business
from helpers.lessons.questions import find
from helpers.subjects.finance.health import health_check
from helpers.subjects.strategy.rivals import compare_rivals


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
