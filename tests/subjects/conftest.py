"""Businesses to ask, results to draw, and figures that are closed at a module's end."""

import shutil

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers import open_business
from helpers.core.places import ANSWERS_FILE
from helpers.subjects.customers.cohorts import cohort_retention
from helpers.subjects.customers.survival_curves import survival

AWKWARD = {"Solo": "Solo $9_to_$19 a^month for one person only", "Team": "Team & <b>friends</b>",
           "Agency": "Agency with everything in it that there is, and more"}


@pytest.fixture(autouse=True, scope="module")
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture
def interactive(monkeypatch):
    """As in a kernel that a Jupyter server started."""
    monkeypatch.delenv("GROWTH_STILL", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")


@pytest.fixture
def shop(businesses):
    """The shop, as an owner's own business that nothing has been answered for."""
    folder = businesses / "my_shop"
    shutil.copytree(open_business("shop").folder, folder,
                    ignore=shutil.ignore_patterns(ANSWERS_FILE))
    return open_business("my_shop")


@pytest.fixture
def saas(businesses):
    """The sample with subscriptions, its answers kept in an empty folder."""
    return open_business("saas")


@pytest.fixture(scope="session")
def retention():
    return cohort_retention(open_business("shop").table("orders"))


@pytest.fixture(scope="session")
def by_awkward_plan():
    """Survival by plans whose names are long and look like formulas and markup."""
    subscriptions = open_business("saas").table("subscriptions")
    return survival(subscriptions.assign(plan=subscriptions["plan"].replace(AWKWARD)), by="plan")


@pytest.fixture
def orders_of():
    """Makes orders of customers who first buy in one of the first months and come back at times."""

    def make(months: int, customers: int = 200, price: float = 30.0) -> pd.DataFrame:
        rng = np.random.default_rng(months)
        first = rng.integers(0, months, customers)
        again = rng.integers(0, months, (customers, 3))
        who = np.repeat(np.arange(customers), 4)
        month = np.column_stack([first, np.maximum(again, first[:, None])]).ravel()
        start = np.datetime64("2021-01", "M")
        return pd.DataFrame({
            "customer_id": who.astype(str), "quantity": 1.0, "unit_price": price,
            "order_date": (start + month).astype("datetime64[D]") + np.timedelta64(9, "D"),
        })

    return make
