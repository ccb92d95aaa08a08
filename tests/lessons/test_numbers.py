"""Numbers as people type them; anything else is never run."""

import pytest

from helpers.lessons.numbers import read_number, worked_out
from helpers.lessons.questions import Number


@pytest.mark.parametrize("text, value", [
    ("0.25", 0.25), ("50%", 0.5), ("50 %", 0.5), ("12,5%", 0.125), ("0,5", 0.5), ("12,50", 12.5),
    ("£1,200", 1200), ("1,200.50", 1200.5), ("1 200", 1200), ("1 200,50", 1200.5),
    ("1\N{NO-BREAK SPACE}200", 1200), ("1.200,50 €", 1200.5), ("1.234.567", 1234567),
    ("1'200", 1200), ("1’200.5", 1200.5), ("$3", 3), ("EUR 12", 12), ("12 EUR", None),
    ("4*18.50", 74), ("4 × 18,50 − 18,50", 55.5), ("3 ÷ 4", 0.75), ("½", 0.5), ("1/2", 0.5),
    ("100 * 0.95 ** 12", 100 * 0.95**12), ("100 × 0.95^12", 100 * 0.95**12),
    ("100 * 95%", 95), ("(1 + 2) / 4", 0.75), ("-2", -2), ("−2", -2), ("+3", 3), ("54 members", 54),
    ("about 54 people.", 54), ("= 55", 55), ("“0.5”", 0.5), (".5", 0.5), ("１２", 12),
])
def test_numbers_are_read_as_they_are_typed(text, value):
    assert read_number(text) == (value if value is None else pytest.approx(value))


@pytest.mark.parametrize("text", [
    "", "many", "b", "__import__('os').system('true')", "open('/etc/passwd').read()",
    "shop.folder", "answer", "[].__class__", "lambda: 1", "(x := 3)", "True", "'a' * 3",
    "1 if 1 else 2", "[1, 2]", "9 ** 9 ** 9 ** 9", "1e999", "1 / 0", "(-8) ** 0.5", "1 << 9",
    "~3", "(" * 150, "9" * 5000, "\0", "0x", "1 and 2", "1 2", "1,2,3",
])
def test_anything_else_is_no_number_and_is_never_run(text):
    assert read_number(text) is None


def test_a_sum_may_name_values():
    assert worked_out("nine - eight", {"nine": 138, "eight": 99}) == 39
    with pytest.raises(ValueError, match="not a sum"):
        worked_out("nine - seven", {"nine": 138})


@pytest.fixture
def share():
    return Number("9.1.1", {}, ask="", hint="Divide.", unit="share", answer="0.346", reason="Yes.")


@pytest.mark.parametrize("typed", ["34.6%", "35%", "0.346", "0,35", "173 / 500"])
def test_a_share_is_right_as_it_is_read_off_a_page(share, typed):
    assert share.judge(typed).right


def test_per_cent_for_a_share_is_named_by_itself(share):
    verdict = share.judge("34.6")
    assert verdict.reason == "A share is at most 1: write 34.6%, with the % sign, or as a decimal."
    assert verdict.hint == "Divide."


@pytest.mark.parametrize("typed, said", [
    ("30%", "30% is too low."), ("0.4", "40% is too high."), ("none", "cannot be read")])
def test_any_other_number_is_told_its_side(share, typed, said):
    assert said in share.judge(typed).reason


def test_texts_and_sums_take_what_is_computed_and_a_slip_that_is_right_is_none():
    number = Number("9.1.1", {"by": 2}, ask="", unit="days", answer="later - 1", tolerance=0.5,
                    compute=lambda by: {"later": 8 * by, "earlier": 15}, reason="Not {earlier:g}.",
                    slips=[{"value": "earlier", "why": "."}, {"value": "later", "why": "{later}!"}])
    assert number.judge("15 days").reason == "Not 15."
    assert number.judge("16").reason == "16!"
    assert number.named_slips == [(16, "16!")]
    assert number.solution() == "**15 days** Not 15."
