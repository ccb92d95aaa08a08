import pandas as pd
import pytest

from helpers.core.problems import NotEnoughData
from helpers.subjects.sales.ranking import best_sellers


def sold(rows):
    return pd.DataFrame(rows, columns=["order_date", "product_id", "quantity", "unit_price"])


def test_shares_add_up_and_the_best_stands_first():
    found = best_sellers(sold([("2025-03-01", "a", 1, 20.0), ("2025-03-02", "b", 5, 10.0),
                               ("2025-03-03", "c", 30, 1.0)]))
    assert found.frame.index.tolist() == ["b", "c", "a"]
    assert found.frame["share"].tolist() == pytest.approx([0.5, 0.3, 0.2])
    assert found.frame["so_far"].tolist() == pytest.approx([0.5, 0.8, 1.0])
    assert found.half == 1


@pytest.mark.parametrize("amounts, half", [([50, 50], 1), ([40, 35, 25], 2), ([30, 30, 30, 30], 2),
                                           ([20, 20, 20, 20, 20], 3), ([100], 1)])
def test_half_is_reached_by_as_many_as_it_takes(amounts, half):
    rows = [("2025-03-01", f"p{number}", 1, amount) for number, amount in enumerate(amounts)]
    assert best_sellers(sold(rows)).half == half


def test_only_the_last_year_counts_and_its_days_are_said():
    found = best_sellers(sold([("2023-03-01", "old", 100, 10.0), ("2025-02-28", "new", 1, 10.0)]))
    assert found.frame.index.tolist() == ["new"]
    assert (found.first_day, found.last_day) == (pd.Timestamp("2024-03-01"),
                                                 pd.Timestamp("2025-02-28"))
    short = best_sellers(sold([("2025-02-01", "new", 1, 10.0), ("2025-02-28", "new", 1, 10.0)]))
    assert short.first_day == pd.Timestamp("2025-02-01")


def test_nothing_after_the_day_looked_at_counts():
    rows = [("2025-02-01", "bun", 1, 10.0), ("2025-03-01", "cake", 9, 10.0)]
    assert best_sellers(sold(rows), as_of="2025-02-10").frame.index.tolist() == ["bun"]


def test_what_was_paid_back_in_full_is_no_best_seller():
    rows = [("2025-02-01", "bun", 1, 10.0), ("2025-02-01", "vase", 1, 90.0),
            ("2025-02-02", "vase", -1, 90.0)]
    assert best_sellers(sold(rows)).frame.index.tolist() == ["bun"]


def test_products_are_called_by_name_where_it_is_known():
    rows = [("2025-02-01", "p1", 1, 10.0), ("2025-02-01", "p2", 1, 30.0)]
    goods = pd.DataFrame({"product_id": ["p2"], "name": ["Cake"]})
    found = best_sellers(sold(rows), goods)
    assert found.frame["name"].tolist() == ["Cake", "p1"]
    assert "Cake brought in most: 30.00, or 75% of sales" in found.headline()


def test_the_headline_says_how_many_bring_in_half():
    many = best_sellers(sold([("2025-02-01", f"p{n}", 1, 10.0) for n in range(8)]))
    assert many.headline().endswith(
        "The 4 best sellers of 8 products bring in half of it all or more.")
    one = best_sellers(sold([("2025-02-01", "p1", 1, 10.0)]))
    assert one.headline().endswith("or 100% of sales.")


def test_without_a_price_there_is_no_ranking_by_money():
    with pytest.raises(NotEnoughData, match="with its price"):
        best_sellers(sold([("2025-02-01", "p1", 1, None)]))
