"""Which of a lesson's findings open a report: those chosen by its author, else the first."""

import json
from dataclasses import asdict

import nbformat
import pytest

from helpers.core.formats import Format
from helpers.lessons.lesson import all_lessons
from helpers.lessons.outputs import FINDING_MIME
from helpers.reports.reading import read_notebook
from helpers.reports.records import Outcome
from helpers.stats import findings
from helpers.stats.values import Money, Share

LESSON = all_lessons()[0]


def found(text, *tags, refusal=None):
    about = {"lesson": LESSON.number, "part": text} | ({"refusal": refusal} if refusal else {})
    output = nbformat.v4.new_output("display_data", {FINDING_MIME: {"text": text}})
    return nbformat.v4.new_code_cell(outputs=[output], metadata={"tags": list(tags), "growth": about})


@pytest.mark.parametrize(("cells", "main"), [
    ([found("one"), found("two")], ["one"]),
    ([found("one"), found("two", "summary")], ["two"]),
    ([found("one", "summary"), found("two"), found("three", "summary")], ["one", "three"]),
    ([found("one"), found("two", "summary", refusal="too little")], ["one"]),
])
def test_an_author_s_choice_opens_the_report_or_else_the_first_finding(cells, main):
    [section] = read_notebook(nbformat.v4.new_notebook(cells=cells), [LESSON]).sections
    findings = section.findings
    assert [finding.text for finding in findings if finding.main] == main
    assert [finding.text for finding in Outcome("a", "a", "done", findings=findings).headlines] == main


def test_a_report_s_records_carry_all_that_a_finding_does():
    format = Format("en_GB", "GBP")
    said = findings.Finding(
        "x", findings.ACT, findings.Measure("quiet", Share(0.2), "all", "2025-10"),
        findings.Stake(Money(900), "sales lost"), findings.Action("Write."), findings.FIRM, True,
    ).data(format)
    cell = found("one")
    cell.outputs[0]["data"] = nbformat.from_dict({FINDING_MIME: said})
    [section] = read_notebook(nbformat.v4.new_notebook(cells=[cell]), [LESSON]).sections
    told = json.loads(json.dumps(asdict(section.findings[0])))
    assert {name: told[name] for name in said} == said
    assert told["measure"]["key"] == "quiet · all · 2025-10" and told["stake"]["value"] == 900
