import re

import pytest
from bs4 import BeautifulSoup

from helpers.reports.output.index import ORDERS, render_index
from helpers.reports.records import DONE, FAILED, FAILED_DATA, UNCHANGED, Finding, LeftOut, Outcome

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def parsed(*outcomes, made="1 Apr 2025"):
    return BeautifulSoup(render_index(outcomes, made), "html.parser")


def made(name, slug="a", **about):
    return Outcome(name, slug, about.pop("state", DONE),
                   files=about.pop("files", ("report.html", "run.json")), **about)


def findings(*texts):
    return tuple(Finding("1.1", "Sales", text) for text in texts)


BATCH = (
    made("Rye", "rye", findings=findings("a", "b"), seconds=3.0),
    Outcome("Mill", "mill", FAILED, "lesson 1.1: boom", seconds=9.0),
    made("acorn", "acorn", state=UNCHANGED, findings=findings("a"), seconds=1.0,
         left_out=(LeftOut("1.2", "Books", "", "it needs a table finances"),)),
    Outcome("Oat", "oat", FAILED_DATA, "2 problems", "orders.csv: row 3", seconds=2.0),
)


@pytest.mark.parametrize("order, names", [
    ("by-business", ["acorn", "Mill", "Oat", "Rye"]),
    ("by-state", ["Mill", "Oat", "Rye", "acorn"]),
    ("by-findings", ["Rye", "acorn", "Mill", "Oat"]),
    ("by-left-out", ["acorn", "Mill", "Oat", "Rye"]),
    ("by-seconds", ["Mill", "Rye", "Oat", "acorn"]),
])
def test_there_is_a_table_in_every_order(order, names):
    rows = parsed(*BATCH).find(id=order).select("tbody th")
    assert [row.bdi.text for row in rows] == names


def test_each_order_can_be_chosen_and_names_the_column_it_goes_by():
    page = parsed(*BATCH)
    for order in ORDERS:
        (heading,) = page.find(id=f"by-{order.column}").select("th[aria-sort]")
        assert heading.a["href"] == f"#by-{order.column}"
        assert heading["aria-sort"] == order.direction
        assert len(page.select(f'thead a[href="#by-{order.column}"]')) == len(ORDERS)


def test_only_files_that_were_delivered_are_linked():
    files = ("report.xlsx", "report.pdf", "run.json", "customers & calls.csv")
    links = {link["href"] for link in parsed(made("Rye", "r y", files=files)).select("tbody a")}
    assert links == {"./r%20y/report.pdf", "./r%20y/report.xlsx",
                     "./r%20y/customers%20%26%20calls.csv"}


def test_a_failure_tells_why_and_links_nothing():
    page = render_index([Outcome("Oat", "oat", FAILED_DATA, "2 problems", "orders.csv: row 3",
                                 files=("report.html",))], "1 Apr 2025")
    assert "2 problems" in page and "orders.csv: row 3" in page
    assert 'href="./' not in page


def test_what_was_found_and_left_out_is_told():
    page = render_index([made("Rye", findings=findings("one", "two", "three", "four"),
                              left_out=BATCH[2].left_out)], "1 Apr 2025")
    assert "three" in page and "four" not in page and "and 1 more" in page
    assert "Books: it needs a table finances" in page


def test_a_batch_that_went_well_offers_no_filter():
    assert "<fieldset hidden>" in render_index(BATCH[:1], "1 Apr 2025")
    assert "<fieldset>" in render_index(BATCH, "1 Apr 2025")


def test_text_from_a_business_stays_text():
    hostile = (
        made(HOSTILE, HOSTILE, period=HOSTILE, findings=findings(HOSTILE), files=(HOSTILE,),
             left_out=(LeftOut("1", HOSTILE, HOSTILE, HOSTILE),)),
        Outcome(HOSTILE, HOSTILE, FAILED, HOSTILE, HOSTILE),
        made("x", "javascript:alert(1)//"),
    )
    page = parsed(*hostile, made=HOSTILE)
    assert not page.select("script, img, iframe, object, link")
    for element in page.find_all():
        assert not any(name.startswith("on") for name in element.attrs), element
        assert element.get("href", "#").startswith(("#", "./"))
    assert page.select("tbody th bdi")[0].text == HOSTILE


def test_the_index_fetches_nothing():
    page = render_index(BATCH, "1 Apr 2025")
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=\"(https?:)?//|@import|url\(", page)
