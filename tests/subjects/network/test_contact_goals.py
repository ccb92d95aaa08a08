import numpy as np
import pandas as pd
import pytest

from helpers.core.formats import Format
from helpers.subjects.network.contact_goals import network_goals
from helpers.subjects.network.mapping import network_map

POUNDS = Format("en_GB", "GBP")


@pytest.fixture
def found():
    return network_map(pd.DataFrame({"source": ["us", "us", "b"], "target": ["a", "b", "c"]}),
                       us="us")


def test_goals_that_are_counted_stand_beside_what_is(found):
    goals = network_goals({"most_share": 20, "relations": 3}, {}, found, 0.25)
    assert goals.frame["now"].tolist() == [0.25, 2]  # c is no relation of ours
    assert goals.frame["wanted"].tolist() == [0.2, 3]
    assert not goals.frame["reached"].any()
    met = network_goals({"most_share": 25, "relations": 2}, {}, found, 0.25)
    assert met.frame["reached"].all()
    assert met.headline().startswith("2 of 2 goals for the network are reached.")


def test_only_goals_that_are_set_are_told(found):
    assert network_goals({}, {}, found, 0.25).lines() == []
    assert "No goal" in network_goals({"goal": "more hotels"}, {}, found, 0.25).headline()
    none = network_goals({"most_share": None, "relations": None, "goal": ""}, {}, found, 0.25)
    assert none.frame.empty and not none.words and none.by is None


def test_what_was_wanted_last_time_is_told_where_it_was_something_else(found):
    before = {"goal": "one hotel", "give": "a lift", "relations": 4, "most_share": 20}
    now = {"goal": "two hotels", "give": "a lift", "relations": 3, "most_share": 20,
           "by": "2026-03-31"}
    assert network_goals(now, before, found, 0.25).lines(POUNDS) == [
        "What it should bring: two hotels (last time: one hotel)",
        "What to give first: a lift",
        "The largest customer's share: at most 20%; 25% now, not reached yet.",
        "Organisations we work with: at least 3; 2 now, not reached yet; last time 4 was wanted.",
        "By 31 Mar 2026.",
    ]


def test_a_share_that_is_not_known_reaches_nothing(found):
    goals = network_goals({"most_share": 20}, {}, found, np.nan)
    assert "not known yet" in goals.headline() and not goals.frame["reached"].any()
