"""Which sample businesses there are, what is true in them, and their tables."""

from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from helpers.samples import bakery, saas, shop

TRUTHS_FILE = Path(__file__).with_name("truths.yaml")

GENERATORS = {"saas": saas, "shop": shop, "bakery": bakery}


def sample_names() -> list[str]:
    """The samples, by the names of their folders.

    Examples
    --------
    >>> sample_names()
    ['saas', 'shop', 'bakery']
    """
    return list(GENERATORS)


@cache
def _all_truths() -> dict:
    return yaml.safe_load(TRUTHS_FILE.read_text(encoding="utf-8"))


def truths_of(name: str) -> dict:
    """What is true in one sample, as truths.yaml says it.

    Examples
    --------
    >>> truths_of("saas")["onboarding"]["hazard_ratio"]
    0.6
    """
    return _all_truths()[name]


def sample_tables(name: str, *, seed: int | None = None) -> dict[str, pd.DataFrame]:
    """One sample's tables by name.

    Parameters
    ----------
    name : str
        One of `sample_names()`.
    seed : int, optional
        Another draw from the same truths; by default the one that `data/` holds.

    Examples
    --------
    >>> list(sample_tables("saas"))
    ['customers', 'subscriptions', 'marketing']
    """
    truths = truths_of(name)
    return GENERATORS[name].tables(truths, truths["seed"] if seed is None else seed)
