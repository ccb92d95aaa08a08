"""Which of a lesson's findings open a report: those chosen by its author, else the first."""

import nbformat
import pytest

from helpers.lessons.lesson import all_lessons
from helpers.lessons.outputs import FINDING_MIME
from helpers.reports.reading import read_notebook
from helpers.reports.records import Outcome

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
