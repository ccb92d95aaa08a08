"""A business built to have groups of one to four people in every table that counts people."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.core.places import ANSWERS_FILE, SAMPLES

SMALL_PLAN, SMALL_REGION = "Zephyr", "Quimper"
QUIET_MONTHS = {4: 3, 9: 2, 15: 1}  # new customers in months that few came in


def make_business(folder: Path, *, seed: int = 7) -> Path:
    """Two years of a club with orders, contracts, members, a community, feedback; ids like e-mails.

    It has every table there is. Its books, its days, its network and its owner's answers, which
    name no people, are the bakery's.
    """
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    people = _people(rng)
    (folder / "business.yaml").write_text("name: The small club\ncurrency: EUR\ncountry: FR\n")
    for name, frame in {
        "orders": _orders(people, rng), "customers": _customers(people, rng),
        "subscriptions": _subscriptions(people, rng), "marketing": _marketing(),
        "products": pd.DataFrame({"product_id": ["tea", "mug"], "name": ["Tea", "Mug"],
                                  "category": ["drinks", "ware"], "unit_cost": [2.0, 4.0],
                                  "lead_time_days": [7, 14], "shelf_life_days": [1, None]}),
        "journey": _journey(people), "processes": _processes(), "operations": _operations(),
        "experiments": _experiments(),
        "community": _community(people, rng), "feedback": _feedback(people, rng),
    }.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    for file in ("finances.csv", "budget.csv", "daily_context.csv", "network.csv",
                 "organisations.csv", ANSWERS_FILE):
        shutil.copy(SAMPLES / "bakery" / file, folder / file)
    return folder


def _people(rng) -> pd.DataFrame:
    months = pd.period_range("2024-01", periods=24, freq="M")
    sizes = [QUIET_MONTHS.get(place, 24) for place in range(len(months))]
    month = np.repeat(np.arange(len(months)), sizes)
    start = months[month].start_time + pd.to_timedelta(rng.integers(0, 27, len(month)), unit="D")
    ids = [f"person{number:04d}.{word}@example.org" for number, word in
           enumerate(rng.choice(["ash", "birch", "cedar"], len(month)))]
    return pd.DataFrame({"customer_id": ids, "start": start, "loyal": rng.random(len(month)) < 0.4})


def _orders(people, rng) -> pd.DataFrame:
    last, rows = pd.Timestamp("2025-12-31"), []
    for person in people.itertuples():
        day = person.start
        while day <= last:
            rows.append((person.customer_id, day, rng.choice(["tea", "mug"]), 1, 12.5))
            if rng.random() < (0.08 if person.loyal else 0.45):
                break
            day += pd.Timedelta(days=int(rng.exponential(45 if person.loyal else 90)) + 1)
    frame = pd.DataFrame(rows, columns=["customer_id", "order_date", "product_id", "quantity",
                                        "unit_price"]).sort_values("order_date", kind="stable")
    frame.insert(0, "order_id", [f"order-{number:05d}x" for number in range(len(frame))])
    return frame


def _customers(people, rng) -> pd.DataFrame:
    region = rng.choice(["Rennes", "Nantes"], len(people)).astype(object)
    region[:3] = SMALL_REGION
    return pd.DataFrame({"customer_id": people["customer_id"], "region": region,
                         "member": np.where(people["loyal"], "yes", "no")})


def _subscriptions(people, rng) -> pd.DataFrame:
    plan = rng.choice(["Solo", "Team"], len(people)).astype(object)
    plan[10:13] = SMALL_PLAN
    days = rng.exponential(np.where(people["loyal"], 900, 260)).astype(int) + 1
    end = people["start"] + pd.to_timedelta(days, unit="D")
    return pd.DataFrame({
        "customer_id": people["customer_id"], "plan": plan, "start_date": people["start"],
        "end_date": end.where(end <= "2025-12-31"), "monthly_fee": 20,
    })


def _community(people, rng) -> pd.DataFrame:
    """One large meeting; else two to four people a month do something, or bring somebody."""
    meeting = pd.Timestamp("2025-02-14")
    members = people.loc[people["start"] < meeting, "customer_id"].to_numpy()[::2]
    rows = [(who, meeting, "event") for who in members]
    for month in pd.period_range("2024-06", "2025-12", freq="M"):
        for who in rng.choice(members, rng.integers(2, 5), replace=False):
            kind = rng.choice(["event", "reply", "referral"])
            rows.append((who, month.start_time + pd.Timedelta(days=int(rng.integers(0, 27))), kind))
    return pd.DataFrame(rows, columns=["member_id", "date", "activity"])


def _feedback(people, rng) -> pd.DataFrame:
    """Three answers a month, hardly any of them bad."""
    months = np.repeat(pd.period_range("2024-01", periods=24, freq="M"), 3)
    who = rng.choice(people["customer_id"], len(months), replace=False)
    score = rng.choice([10, 9, 8, 3], len(months), p=[0.55, 0.25, 0.17, 0.03])
    day = months.start_time + pd.to_timedelta(rng.integers(0, 27, len(months)), unit="D")
    return pd.DataFrame({"date": day, "customer_id": who, "score": score})


def _marketing() -> pd.DataFrame:
    months = pd.period_range("2024-01", periods=24, freq="M")
    return pd.DataFrame({"month": months.astype(str), "channel": "search", "spend": 400})


def _journey(people) -> pd.DataFrame:
    """All have asked, all but three have bought."""
    asked = people.assign(stage="asked", entered_at=people["start"] - pd.Timedelta(days=3))
    bought = people.iloc[3:].assign(stage="bought", entered_at=people["start"].iloc[3:])
    return pd.concat([asked, bought])[["customer_id", "stage", "entered_at"]]


def _processes() -> pd.DataFrame:
    return pd.DataFrame({"process": "order", "step": ["pack", "send"], "minutes": [5, 2],
                         "wait_minutes": [60, 0], "volume": 90, "automated": ["no", "yes"],
                         "errors": [4, 1]})


def _operations() -> pd.DataFrame:
    return pd.DataFrame({"asset_id": "kettle", "date": ["2024-03-01", "2025-02-10"],
                         "event": ["service", "failure"], "hours": [400, 900]})


def _experiments() -> pd.DataFrame:
    return pd.DataFrame({"experiment": "letter", "variant": ["plain", "drawn"],
                         "control": [True, False], "exposures": [60, 60],
                         "conversions": [3, 9]})
