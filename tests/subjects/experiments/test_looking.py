"""Looking every day: errors stay as few as promised, real differences are found, refusals."""

import numpy as np
import pandas as pd
import pytest

from helpers.core.problems import NotEnoughData
from helpers.stats.findings import ACT, WATCH
from helpers.subjects.experiments import peek

DRAWS, DAYS, PEOPLE = 200, 42, 25


def drawn(rng, old=0.30, new=0.30, more=()):
    shares = {"old": old, "new": new} | {f"more {place}": share for place, share in enumerate(more)}
    days = pd.date_range("2025-03-01", periods=DAYS)
    return pd.concat([pd.DataFrame({
        "experiment": "sign", "variant": name, "control": name == "old", "day": days,
        "exposures": PEOPLE, "conversions": rng.binomial(PEOPLE, share, DAYS),
    }) for name, share in shares.items()], ignore_index=True)


@pytest.fixture(scope="module")
def without_effect():
    rng = np.random.default_rng(4)
    return [peek(drawn(rng), change=0.06) for _ in range(DRAWS)]


def test_nothing_seldom_looks_like_something_however_often_one_looks(without_effect):
    wrong = sum(looks.decided.notna().any() for looks in without_effect)
    assert wrong / DRAWS <= 0.05


def test_a_plain_test_read_daily_is_fooled_many_times_as_often(without_effect):
    fooled = sum(looks.fooled.notna().any() for looks in without_effect)
    assert fooled / DRAWS > 0.2


def test_the_limits_hold_the_truth_on_all_days_at_once():
    rng, held = np.random.default_rng(5), 0
    for _ in range(60):
        frame = peek(drawn(rng, 0.2, 0.27), change=0.06).frame
        held += ((frame["lower"] <= 0.07) & (0.07 <= frame["upper"])).all()
    assert held >= 55


def test_a_large_difference_is_found_early_and_the_p_value_never_rises():
    looks = peek(drawn(np.random.default_rng(6), 0.30, 0.50), change=0.06)
    assert looks.decided["new"] < pd.Timestamp("2025-03-25")
    assert looks.pays("new")
    assert (looks.frame["p_value"].diff().dropna() <= 0).all()
    assert looks.finding().kind == ACT
    assert "you may stop" in looks.headline()
    assert looks.finding().action.what == "Stop “sign” and bring in “new”"


def test_a_test_that_cannot_pay_any_more_may_stop_too():
    looks = peek(drawn(np.random.default_rng(7), 0.30, 0.24), smallest_that_matters=0.05)
    assert looks.decided.notna().all()
    assert not looks.pays("new")
    assert "does not pay" in looks.headline()
    assert "drop “new”" in looks.finding().action.what


def test_without_a_winner_one_waits(without_effect):
    waits = next(looks for looks in without_effect
                 if looks.decided.isna().all() and looks.fooled.notna().all())
    assert "nothing clear by 11 Apr 2025" in waits.headline()
    assert "you would have stopped on" in waits.headline()
    assert waits.finding().kind == WATCH


def test_the_limits_are_the_mixtures_by_hand():
    rows = pd.DataFrame({"experiment": "sign", "variant": ["old", "new"], "control": [True, False],
                         "day": pd.Timestamp("2025-03-01"), "exposures": [98, 98],
                         "conversions": [24, 49]})
    row = peek(rows, change=0.1).frame.iloc[0]
    error = 0.25 * 0.75 / 100 + 0.5 * 0.5 / 100
    reach = np.sqrt(2 * error * (error + 0.01) / 0.01
                    * (np.log(20) + 0.5 * np.log((error + 0.01) / error)))
    assert row["upper"] - row["difference"] == pytest.approx(reach)
    edge = row["difference"] / reach  # where the p-value would be 0.05 exactly
    assert (row["p_value"] < 0.05) == (edge > 1)


def test_more_variants_need_more_evidence():
    rng = np.random.default_rng(8)
    rows = drawn(rng, 0.3, 0.35, more=(0.3, 0.3))
    alone = peek(rows[rows["variant"].isin(["old", "new"])], change=0.06).frame.loc["new"]
    among = peek(rows, change=0.06).frame.loc["new"]
    assert (among["lower"] < alone["lower"]).all()


def test_without_days_or_with_hardly_anybody_there_is_nothing_to_look_at():
    rows = drawn(np.random.default_rng(9))
    for short in (rows.drop(columns="day"), rows[rows["day"] < "2025-03-02"].assign(conversions=1)):
        with pytest.raises(NotEnoughData, match="day by day"):
            peek(short)
