"""Findings and tables: what the reader sees, and what a report collects."""

import json

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers import open_business
from helpers.core.formats import Format
from helpers.lessons.outputs import FINDING_MIME, LIST_MIME, TABLE_MIME, finding, people, table
from helpers.stats.findings import ACT, Action, Finding, Measure, Stake
from helpers.stats.result import Result
from helpers.stats.values import Count, Money, Part, People, Share


class Said:
    def __init__(self, text):
        self.text = text

    def headline(self, format):
        return self.text


@pytest.fixture
def shown(monkeypatch):
    bundles = []
    monkeypatch.setattr("helpers.lessons.outputs.display",
                        lambda thing: bundles.append(thing._repr_mimebundle_()))
    return bundles


@pytest.fixture(scope="module")
def shop():
    return open_business("shop")


def test_a_finding_carries_its_sentence_for_the_report(shown, shop):
    finding(Said("Sales were £3."), shop)
    assert shown[0][FINDING_MIME] == Finding("Sales were £3.").data(shop.format)
    assert "Sales were £3." in shown[0]["text/html"]


class Lapsed(Result):
    """Knows more than its headline."""

    def finding(self, format):
        measure = Measure("customers gone quiet", Share(0.2, 0.1, 0.3), "all customers", "2025-10",
                          Share(0.1), "the year before")
        return Finding("One in five is gone.", ACT, measure, Stake(Money(900), "sales lost"),
                       Action("Write to them."), rests_on_answers=True)


def test_a_finding_carries_its_measure_stake_and_action(shown, shop):
    finding(Lapsed(), shop)
    told = json.loads(json.dumps(shown[0][FINDING_MIME]))
    assert shown[0]["text/plain"] == told["text"] == "One in five is gone."
    assert (told["kind"], told["rests_on_answers"], told["firmness"]) == ("act", True, "likely")
    assert told["measure"] == {
        "key": "customers gone quiet · all customers · 2025-10", "what": "customers gone quiet",
        "of": "all customers", "period": "2025-10", "kind": "percent", "unit": "of 1",
        "value": 0.2, "lower": 0.1, "upper": 0.3, "text": "20% (likely 10% to 30%)",
        "before": {"kind": "percent", "unit": "of 1", "value": 0.1, "text": "10%"},
        "compared_with": "the year before"}
    assert told["stake"] == {"kind": "money", "unit": "GBP", "value": 900.0, "text": "£900",
                             "how": "sales lost"}
    assert told["action"] == {"what": "Write to them.", "when": "this quarter"}


@pytest.mark.parametrize(("value", "told"), [
    (People(3, "customer"), False), (People(8, "customer"), True), (Part(3, 60, "customer"), False),
    (Part(57, 60, "customer"), False), (Part(30, 60, "customer"), True), (Count(3, "order"), True),
])
def test_the_number_of_too_few_people_is_in_no_record(value, told):
    data = Finding("x", measure=Measure("those", value)).data(Format(smallest_group=5))["measure"]
    assert ("value" in data) == told and data["text"]


def test_a_finding_is_not_broken_after_a_minus(shown, shop):
    finding(Said("It fell by −£3."), shop)
    assert shown[0][FINDING_MIME]["text"] == "It fell by −£3."
    assert "−\N{WORD JOINER}£3" in shown[0]["text/html"]


def test_text_from_data_cannot_become_markup(shown, shop):
    finding(Said("<script>alert(1)</script>"), shop)
    frame = pd.DataFrame({"<i>plan</i>": ["<img src=x onerror=alert(1)>"]})
    table(frame, "<h1>Plans</h1>", shop)
    for bundle in shown:
        for tag in ("<script", "<img", "<i>", "<h1>"):
            assert tag not in bundle["text/html"]


def test_a_table_shows_formats_and_keeps_numbers(shown, shop):
    frame = pd.DataFrame({
        "sold": [1200.5, float("nan")], "share": [0.25, 0.5], "lines": [3, 4],
        "first": pd.to_datetime(["2025-03-01", None]),
    }, index=pd.PeriodIndex(["2025-03", "2025-04"], freq="M", name="month"))
    table(frame, "By month", shop, money=["sold"], percent=["share"])
    data = shown[0][TABLE_MIME]
    assert [column["kind"] for column in data["columns"]] == [
        "period", "money", "percent", "number", "date"]
    assert data["rows"] == [["2025-03-01", 1200.5, 0.25, 3, "2025-03-01"],
                            ["2025-04-01", None, 0.5, 4, None]]
    json.dumps(data, allow_nan=False)
    for words in ("Mar 2025", "£1,200", "25%", "1 Mar 2025", "–"):
        assert words in shown[0]["text/html"]


def test_what_is_kept_does_not_hang_on_a_processors_last_digits(shown, shop):
    for stock in (19.939116833221373, 19.93911683322134):
        table(pd.DataFrame({"stock": [stock]}), "Stock", shop)
    assert shown[0][TABLE_MIME] == shown[1][TABLE_MIME]


def test_a_long_table_shows_its_head_and_says_how_much_there_is(shown, shop):
    table(pd.DataFrame({"n": range(100)}), "Numbers", shop)
    assert "The first 12 of 100 rows." in shown[0]["text/html"]
    assert len(shown[0][TABLE_MIME]["rows"]) == 100


def test_the_count_of_a_long_tables_rows_is_written_as_the_country_does(shown, make_business):
    german = open_business(make_business(settings="name: A\ncurrency: EUR\ncountry: DE\n"))
    table(pd.DataFrame({"n": range(1234)}), "Numbers", german)
    assert "The first 12 of 1.234 rows." in shown[0]["text/html"]


def test_a_list_of_people_shows_all_to_the_owner_under_a_media_type_of_its_own(shown, shop):
    people(pd.DataFrame({"customer": ["<b>C1", "C2"], "chance": [0.9, 0.5]}), "At risk", shop,
           percent=["chance"])
    bundle = shown[0]
    assert TABLE_MIME not in bundle
    assert bundle[LIST_MIME]["rows"] == [["<b>C1", 0.9], ["C2", 0.5]]
    assert "90%" in bundle["text/html"] and "<b>" not in bundle["text/html"]


def test_a_table_for_the_owner_itemises_every_group_and_a_report_s_does_not(
    shown, shop, monkeypatch
):
    frame = pd.DataFrame({"region": ["A", "B", "C"], "customers": [3, 9, 30]})
    table(frame, "Regions", shop, people="customers")
    monkeypatch.setenv("GROWTH_REPORT", "1")
    table(frame, "Regions", open_business("shop"), people=["customers"])
    own, report = (bundle[TABLE_MIME] for bundle in shown)
    assert own["rows"] == [["A", 3], ["B", 9], ["C", 30]] and "note" not in own
    assert report["rows"] == [["C", 30]]
    assert report["note"] == ("2 rows are left out, so that nothing is told of fewer than "
                              "5 people.")


def test_shown_things_reach_a_notebook_as_a_bundle(shop):
    formatter = InteractiveShell.instance().display_formatter
    from helpers.lessons.outputs import Shown

    bundle, _ = formatter.format(Shown("text", "<p>text</p>", FINDING_MIME, {"text": "text"}))
    assert bundle[FINDING_MIME] == {"text": "text"}
    assert bundle["text/plain"] == "text"


@pytest.mark.parametrize(("told", "percent"), [
    ("came back", ()), ("share", ["share"]),
])
def test_a_share_of_people_is_hidden_where_it_tells_of_few_of_them(shown, monkeypatch, told, percent):
    monkeypatch.setenv("GROWTH_REPORT", "1")
    frame = pd.DataFrame({"region": list("abcdef"), "customers": [60, 60, 60, 3, 80, 90],
                          "came back": [3, 57, 20, 2, 40, 45]})
    frame["share"] = frame["came back"] / frame["customers"]
    table(frame[["region", "customers", told]], "Regions", open_business("shop"), percent=percent,
          people={told: "customers"})
    assert [row[0] for row in shown[0][TABLE_MIME]["rows"]] == ["c", "e", "f"]
    assert "3 rows are left out" in shown[0]["text/plain"]
