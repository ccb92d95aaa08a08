"""Lists of people: out of the report, into files by pseudonym, back to people with `growth who`."""

import json

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers import open_business
from helpers.importers.identify import find_people, read_list
from helpers.lessons.outputs import LIST_MIME, people
from helpers.reports.lists import write_lists
from helpers.reports.reading import read_notebook

IDS = ["ana@example.org", "17", "c-0123456789abcdef"]


@pytest.fixture
def shop(clients):
    return open_business(clients.add("rye", customers="customer_id\n" + "\n".join(IDS) + "\n"))


def notebook_of(shop, monkeypatch, *frames, title="Customers at risk") -> nbformat.NotebookNode:
    bundles = []
    monkeypatch.setattr("helpers.lessons.outputs.display",
                        lambda thing: bundles.append(thing._repr_mimebundle_()))
    for frame in frames:
        people(frame, title, shop, percent=["chance"])
    return new_notebook(cells=[
        new_code_cell("people(...)", outputs=[new_output("display_data", bundle)],
                      id=f"cell-{number}", metadata={"growth": {"lesson": "2.5", "part": "Who?", "section": "Churn"}})
        for number, bundle in enumerate(bundles)])


@pytest.fixture
def listed():
    return pd.DataFrame({"customer": IDS, "chance": [0.9, 0.8, 0.7],
                         "why": ["=cmd|calc", "on Solo", "-silent"]})


def test_an_owner_sees_the_list_and_a_report_only_that_there_is_one(shop, monkeypatch, listed):
    notebook = notebook_of(shop, monkeypatch, listed)
    assert "ana@example.org" in notebook.cells[0].outputs[0]["data"]["text/html"]
    told = read_notebook(notebook, [])
    stripped, lists = told.notebook, told.lists
    everything = json.dumps(stripped)
    for value in (*IDS, "cmd", "Solo", LIST_MIME):
        assert value not in everything
    data = stripped.cells[0].outputs[0]["data"]
    assert data["text/plain"].startswith(
        "A list of 3 customers, “Customers at risk”, is in the file lists/customers-at-risk.csv")
    nbformat.validate(stripped)
    assert [people.file for people in lists] == ["customers-at-risk.csv"]


def test_the_file_holds_pseudonyms_in_order_and_nothing_a_spreadsheet_would_run(
    shop, monkeypatch, listed, businesses, tmp_path
):
    lists = read_notebook(notebook_of(shop, monkeypatch, listed), []).lists
    write_lists(lists, shop, tmp_path)
    text = (tmp_path / "lists/customers-at-risk.csv").read_text()
    head, *rows = text.splitlines()
    assert head == "pseudonym,chance,why"
    assert [row.split(",", 1)[1] for row in rows] == ["0.9,'=cmd|calc", "0.8,on Solo",
                                                      "0.7,'-silent"]
    assert rows[2].startswith(IDS[2]), "what is a pseudonym already stays"
    assert not [value for value in IDS[:2] if value in {row.split(",")[0] for row in rows}]
    assert "ana" not in text


def test_the_people_of_a_list_are_found_again_and_only_they(
    shop, monkeypatch, listed, businesses, tmp_path
):
    lists = read_notebook(notebook_of(shop, monkeypatch, listed.head(1)), []).lists
    write_lists(lists, shop, tmp_path)
    found = find_people(read_list(tmp_path / "lists/customers-at-risk.csv"), shop.folder)
    assert found.people["customer_id"].tolist() == ["ana@example.org"]


def test_the_same_run_twice_writes_the_same_bytes(shop, monkeypatch, listed, businesses, tmp_path):
    written = []
    for name in ("one", "two"):
        lists = read_notebook(notebook_of(shop, monkeypatch, listed), []).lists
        (tmp_path / name).mkdir()
        write_lists(lists, shop, tmp_path / name)
        written.append((tmp_path / name / "lists/customers-at-risk.csv").read_bytes())
    assert written[0] == written[1]


def test_lists_of_one_title_have_files_of_their_own(shop, monkeypatch, listed):
    lists = read_notebook(notebook_of(shop, monkeypatch, listed, listed, title="../At risk"), []).lists
    assert [people.file for people in lists] == ["at-risk.csv", "at-risk-2.csv"]


def test_without_lists_nothing_is_written_and_no_key_is_made(shop, businesses, tmp_path):
    write_lists((), shop, tmp_path)
    assert not (tmp_path / "lists").exists()
    assert not list(businesses.iterdir())


def test_a_list_is_no_more_exact_than_anyone_can_use(shop, monkeypatch, listed, tmp_path):
    listed["chance"] = [0.9426674669870457, 0.8, 0.7]
    lists = read_notebook(notebook_of(shop, monkeypatch, listed), []).lists
    write_lists(lists, shop, tmp_path)
    assert ",0.9427," in (tmp_path / "lists" / "customers-at-risk.csv").read_text()
