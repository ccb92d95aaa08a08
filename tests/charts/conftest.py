"""Results of every analysis on the samples, and figures that are closed at a module's end."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers import open_business
from helpers.subjects.customers.cohorts import cohort_retention
from helpers.subjects.customers.survival_curves import survival

AWKWARD = {"Solo": "Solo $9_to_$19 a^month for one person only", "Team": "Team & <b>friends</b>",
           "Agency": "Agency with everything in it that there is, and more"}


@pytest.fixture(autouse=True, scope="module")
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="session")
def shop():
    return open_business("shop")


@pytest.fixture(scope="session")
def saas():
    return open_business("saas")


@pytest.fixture(scope="session")
def retention(shop):
    return cohort_retention(shop.table("orders"))


@pytest.fixture(scope="session")
def by_awkward_plan(saas):
    """Survival by plans whose names are long and look like formulas and markup."""
    subscriptions = saas.table("subscriptions")
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
