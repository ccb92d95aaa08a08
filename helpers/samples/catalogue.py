"""Which sample businesses there are, what is true in them, and their tables."""

from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from helpers.samples import bakery, plumber, saas, shop
from helpers.samples.surroundings import tables_around

TRUTHS = Path(__file__).with_name("truths")

GENERATORS = {"saas": saas, "shop": shop, "bakery": bakery, "plumber": plumber}


def sample_names() -> list[str]:
    """The samples, by the names of their folders.

    Examples
    --------
    >>> sample_names()
    ['saas', 'shop', 'bakery', 'plumber']
    """
    return list(GENERATORS)


@cache
def truths_of(name: str) -> dict:
    """What is true in one sample, as its file in truths/ says it.

    Examples
    --------
    >>> truths_of("saas")["onboarding"]["hazard_ratio"]
    0.6
    """
    return yaml.safe_load((TRUTHS / f"{name}.yaml").read_text(encoding="utf-8"))


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
    >>> list(sample_tables("plumber"))
    ['orders', 'products', 'finances', 'feedback', 'organisations', 'network']
    """
    truths = truths_of(name)
    seed = truths["seed"] if seed is None else seed
    tables = GENERATORS[name].tables(truths, seed)
    return tables | tables_around(truths, tables, seed) if "budget" in truths else tables
