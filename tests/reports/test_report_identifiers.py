"""The net under the lessons: no customer of a business in what is handed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_output

from helpers import open_business
from helpers.reports.identifiers import HIDDEN, IdentifierFound, Identifiers, said_by
from helpers.reports.inputs import read_tables

from .little_course import Clients

IDS = ("ana.maria@shop.example", "K-1042/b", "C0001", "Bo Okafor-Lind", "4471902",
       "c-0123456789abcdef")


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    clients = Clients(tmp_path_factory.mktemp("clients"))
    rows = [f'o-77{place},2025-01-0{place + 1},"{who}",bread,2,3.50'
            for place, who in enumerate(IDS)]
    rows += ["7,2025-02-01,12,bread,1,3.50", "2025-01-03,2025-02-01,bread,cake,1,1"]
    folder = clients.add("rye", orders=rows)
    return Identifiers(read_tables(open_business(folder)).frames, ["bread, and Zwischenzug is a word of the lesson"])


@pytest.mark.parametrize("value", [*IDS, "o-770"])
def test_an_identifier_is_found_wherever_it_stands(known, value):
    for text in (value, f"customer {value}, 3 purchases", f"(“{value.upper()}”)",
                 f"<td>{value}</td>", f'<img alt="Dots: {value} is first">', f"line\n{value}."):
        with pytest.raises(IdentifierFound, match="in the report"):
            known.refuse({"the report": text})


@pytest.mark.parametrize("text", [
    "12 customers bought bread on 2025-01-03 for £12", "4,471,902", "44719021", "K-10421",
    "ana.maria", "someone@shop.example", '<path d="M 4471902 4471902"/>', "C00011",
    '<img src="data:image/png;base64,AAAA/C0001/AAAA">',
    "<style>p { color: #4471902; }</style>",
])
def test_what_could_be_anything_is_not_taken_for_a_customer(known, text):
    known.refuse({"the report": text})


def test_order_numbers_that_most_numbers_are_among_name_nobody(tmp_path):
    clients = Clients(tmp_path)
    rows = [f"{500_000 + place},2025-01-01,{40_000_000 + 977 * place},bread,1,1"
            for place in range(10_000)]
    known = Identifiers(read_tables(open_business(clients.add("mill", orders=rows))).frames)
    known.refuse({"the report": "505000 loaves"})
    with pytest.raises(IdentifierFound, match="1 value of customer_id"):
        known.refuse({"the report": "505000 loaves for 40000977"})


def test_the_message_names_place_and_column_but_never_the_customer(known):
    with pytest.raises(IdentifierFound) as refused:
        known.refuse({"lesson 2.5, “Who?”": "K-1042/b and C0001", "run.json": "o-771"})
    message = str(refused.value)
    assert "2 values of customer_id in lesson 2.5, “Who?”" in message
    assert "1 value of order_id in run.json" in message
    assert "1042" not in message


def test_a_text_is_masked_of_all_of_them(known):
    said = known.masked("Warning: C0001 (ana.maria@shop.example) twice: c0001, C00011")
    assert said == f"Warning: {HIDDEN} ({HIDDEN}) twice: {HIDDEN}, C00011"


words = st.text("abcdefghij ", max_size=20)


@given(st.lists(st.tuples(words, st.sampled_from(IDS)), min_size=1, max_size=5))
def test_masked_text_never_holds_one(known, pieces):
    text = " ".join(f"{word} {value}" for word, value in pieces)
    assert known.found_in(text)
    assert not known.found_in(known.masked(text))


def test_all_that_a_cell_shows_is_read_by_lesson_and_part():
    outputs = [new_output("display_data", {"text/plain": "C0001", "image/png": "C0002",
                                           "image/svg+xml": "<text>C0003</text>"}),
               new_output("stream", name="stdout", text="C0004"),
               new_output("error", ename="KeyError", evalue="C0005", traceback=["C0006"])]
    about = {"lesson": "2.5", "section": "Churn", "part": "Who?", "refusal": "C0007"}
    place, text = said_by(new_code_cell("x", outputs=outputs, metadata={"growth": about}))
    assert place == "lesson 2.5, “Who?”"
    assert {f"C000{number}" for number in range(1, 8) if f"C000{number}" in text} == {
        f"C000{number}" for number in (1, 3, 4, 5, 6, 7)}
