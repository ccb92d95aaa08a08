import datetime as dt

import pandas as pd
import pytest

from helpers.subjects.goals.decisions import decision_log

WHOLE = {"what": "Bake 8 more loaves", "decided": "2025-08-26", "evidence": "sold out by noon",
         "expect": "six of them sold", "look_again": "2025-10-25"}


def log(*entries, as_of="2025-10-31"):
    return decision_log(entries, as_of=as_of)


@pytest.mark.parametrize("as_of, state", [("2025-10-24", "waiting"), ("2025-10-25", "time to look"),
                                          ("2025-12-01", "time to look")])
def test_a_decision_is_due_from_the_day_to_look_again(as_of, state):
    assert log(WHOLE, as_of=as_of).frame.loc[1, "state"] == state


def test_what_has_an_outcome_is_closed_and_what_has_no_day_is_said():
    found = log({**WHOLE, "outcome": "five sold"}, {**WHOLE, "look_again": None})
    assert found.frame["state"].to_dict() == {1: "closed", 2: "no day set"}
    assert found.due.empty


def test_the_newest_stands_first_and_keeps_its_number():
    found = log({**WHOLE, "decided": "2025-01-05"}, {**WHOLE, "decided": "2025-09-05"},
                {"what": "some day"})
    assert found.frame.index.tolist() == [2, 1, 3]


def test_what_was_left_open_is_named():
    found = log(WHOLE, {"what": "Open on Mondays"})
    assert found.frame.loc[1, "missing"] == ""
    assert found.frame.loc[2, "missing"] == (
        "on which day, on what evidence, what you expect of it and when you look again")


def test_the_headline_names_what_is_due_longest():
    found = log(WHOLE, {**WHOLE, "what": "Older", "decided": "2025-08-30",
                        "look_again": "2025-09-01"},
                {**WHOLE, "outcome": "well"})
    assert found.headline() == (
        "3 decisions are written down, 1 with what came of it. 2 want a look by now: “Older”, "
        "since 1 Sept 2025. Expected was: six of them sold.")
    assert found.due.index.tolist() == [2, 1]


def test_the_headline_names_the_next_where_none_is_due():
    found = log({**WHOLE, "look_again": "2026-02-01"},
                {**WHOLE, "what": "Sooner", "look_again": "2025-11-15"})
    assert found.headline().endswith("The next to look at is “Sooner”, on 15 Nov 2025.")
    assert log({**WHOLE, "look_again": None}).headline() == "1 decision is written down."


def test_days_may_be_written_as_dates_and_nonsense_is_no_day():
    found = log({**WHOLE, "decided": dt.date(2025, 8, 26), "look_again": "soon"})
    assert found.frame.loc[1, "decided"] == pd.Timestamp("2025-08-26")
    assert pd.isna(found.frame.loc[1, "look_again"])
    assert "when you look again" in found.frame.loc[1, "missing"]


def test_an_entry_that_says_nothing_was_decided_is_left_out():
    assert log({"what": " "}, WHOLE, {"expect": "much"}).frame.index.tolist() == [2]


def test_an_empty_log_says_so():
    found = log()
    assert found.frame.empty and found.due.empty
    assert found.headline() == "No decision is written down yet."
