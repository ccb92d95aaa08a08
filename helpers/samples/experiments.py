"""A sample's experiments, day by day: how many saw each variant, and how many did what was hoped."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.samples.draws import counts, strays, successes


def experiments(rng: np.random.Generator, terms: Mapping) -> pd.DataFrame:
    """The table of experiments.

    Parameters
    ----------
    rng : Generator
        The source of chance.
    terms : mapping
        The section `experiments` of a sample's truths.
    """
    return pd.concat([_one(rng, name, test) for name, test in terms["tests"].items()],
                     ignore_index=True)


def _one(rng: np.random.Generator, name: str, test: Mapping) -> pd.DataFrame:
    days = pd.date_range(test["from"], periods=test["days"])
    rows = pd.DataFrame([(day, variant) for day in days for variant in test["shares"]],
                        columns=["day", "variant"])
    came = counts(rng, np.full(len(rows), test["people_a_day"] / len(test["shares"])))
    did = successes(rng, came, rows["variant"].map(test["shares"]).to_numpy())
    counted = 1 - rows["variant"].map(test.get("uncounted", {})).fillna(0).to_numpy()
    money = test["brings"]["mean"] * did + test["brings"]["spread"] * np.sqrt(did) * strays(
        rng, len(rows))
    return rows.assign(
        experiment=name, control=np.where(rows["variant"] == test["control"], "yes", "no"),
        exposures=did + successes(rng, came - did, counted), conversions=did,
        revenue=money.clip(min=0).round(2),
    )[["experiment", "variant", "control", "day", "exposures", "conversions", "revenue"]]
