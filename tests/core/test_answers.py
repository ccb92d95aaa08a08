"""The owner's answers: kept whole, dated, with what was said before; a sample's own hold at first."""

import datetime as dt
import os
import shutil

import pytest

from helpers import open_business
from helpers.core.answers import Answers
from helpers.core.places import SAMPLES
from helpers.core.problems import CannotOpen
from helpers.reports.inputs import fingerprints

MARCH, JUNE, AUTUMN = dt.date(2025, 3, 31), dt.date(2025, 6, 30), dt.date(2025, 9, 30)


@pytest.fixture
def answers(tmp_path):
    return Answers(tmp_path / "answers.yaml")


def test_answers_come_back_as_they_were_saved(make_business):
    business = open_business(make_business())
    given_answers = {"goal": "Grow – steadily", "weights": [0.5, 0.5], "from": dt.date(2025, 3, 31),
                     "agreed": True, "country": "NO", "nothing": None}
    assert dict(business.answers) == {}
    business.answers.save("plan", given_answers)
    business.answers.save("cohorts", {"period": "week"})
    again = open_business(business.folder).answers
    assert again["plan"] == given_answers
    assert list(again) == ["plan", "cohorts"]


def test_a_value_saved_twice_is_written_out_twice(tmp_path):
    answers = Answers(tmp_path / "answers.yaml")
    months = ["2025-03", "2025-04"]
    answers.save("plan", {"first": months, "second": months})
    assert "&" not in answers.path.read_text()
    assert answers["plan"]["second"] == months


def test_answers_on_a_sample_are_kept_with_the_owners_businesses(businesses):
    business = open_business("shop")
    given = (business.folder / "answers.yaml").read_bytes()
    business.answers.save("cohorts", {"period": "week"})
    assert os.listdir(businesses) == ["shop.answers.yaml"]
    assert open_business("shop").answers["cohorts"] == {"period": "week"}
    assert (business.folder / "answers.yaml").read_bytes() == given


def test_damaged_answers_are_refused_and_never_written_over(make_business):
    folder = make_business()
    for content in ("plan: [1, 2", "- a\n- b\n"):
        (folder / "answers.yaml").write_text(content)
        answers = open_business(folder).answers
        with pytest.raises(CannotOpen, match="answers.yaml"):
            answers.save("cohorts", {"period": "week"})
        assert (folder / "answers.yaml").read_text() == content


def test_a_crash_while_saving_keeps_the_old_answers(tmp_path, monkeypatch):
    answers = Answers(tmp_path / "answers.yaml")
    answers.save("plan", {"goal": "grow"})

    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        answers.save("plan", {"goal": "shrink"})
    assert answers["plan"] == {"goal": "grow"}
    assert os.listdir(tmp_path) == ["answers.yaml"]


def test_what_was_said_on_an_earlier_day_is_kept_newest_first(answers):
    for day, trust in ((MARCH, 4), (JUNE, 5), (AUTUMN, 7)):
        answers.save("review", {"trust": trust}, day=day)
    assert answers["review"] == {"date": AUTUMN, "trust": 7}
    assert answers.before("review") == {"date": JUNE, "trust": 5}
    assert answers.path.read_text().index("2025-06-30") < answers.path.read_text().index("2025-03-31")


def test_a_second_thought_on_the_same_day_takes_the_first_ones_place(answers):
    answers.save("review", {"trust": 4}, day=MARCH)
    answers.save("review", {"trust": 5}, day=AUTUMN)
    answers.save("review", {"trust": 6}, day=AUTUMN)
    assert answers["review"]["trust"] == 6
    assert answers.before("review") == {"date": MARCH, "trust": 4}


def test_saying_the_same_again_is_no_new_answer(answers):
    answers.save("review", {"trust": 4}, day=MARCH)
    answers.save("review", {"trust": 4}, day=AUTUMN)
    assert answers["review"]["date"] == MARCH
    assert answers.before("review") == {}


def test_nothing_was_said_before_where_no_section_or_no_day_is(answers):
    answers.save("plan", {"goal": "grow"})
    answers.save("plan", {"goal": "shrink"}, day=MARCH)
    assert answers.before("plan") == {} and answers.before("other") == {}


@pytest.mark.parametrize("content", ["review: 3\n", "review: {trust: 4, earlier: 7}\n",
                                     "review: {trust: 4, earlier: [1, 2]}\n"])
def test_what_a_person_wrote_otherwise_does_no_harm(answers, content):
    answers.path.write_text(content)
    assert answers.before("review") == {}
    answers.save("review", {"trust": 5}, day=MARCH)
    assert answers["review"] == {"date": MARCH, "trust": 5}


def test_a_sample_answers_for_its_owner_until_somebody_else_does(tmp_path):
    given = tmp_path / "given.yaml"
    given.write_text("review: {date: 2025-03-31, trust: 4}\nplan: {goal: grow}\n")
    answers = Answers(tmp_path / "own.yaml", given=given)
    assert answers["review"]["trust"] == 4 and answers.paths == [given]
    before = given.read_text()
    answers.save("review", {"trust": 6}, day=AUTUMN)
    assert answers["review"]["trust"] == 6 and answers.before("review")["trust"] == 4
    assert answers["plan"] == {"goal": "grow"}
    assert given.read_text() == before
    assert answers.paths == [given, answers.path]


def test_a_report_of_a_sample_rests_on_the_answers_it_comes_with(businesses, monkeypatch, tmp_path):
    samples = tmp_path / "samples"
    shutil.copytree(SAMPLES / "shop", samples / "shop")
    (samples / "shop" / "answers.yaml").write_text("plan: {goal: grow}\n")
    monkeypatch.setattr("helpers.core.business.SAMPLES", samples)
    shop = open_business(samples / "shop")
    assert shop.answers["plan"] == {"goal": "grow"}
    assert "answers.yaml" in fingerprints(shop)


def test_a_file_that_was_changed_by_hand_is_read_anew(answers):
    answers.save("review", {"trust": 4})
    assert answers["review"]["trust"] == 4
    answers.path.write_text("review: {trust: 9}\n")
    assert answers["review"]["trust"] == 9


def test_what_was_handed_out_can_be_changed_without_harm(answers):
    answers.save("plan", {"steps": ["call", "write"]})
    answers["plan"]["steps"].clear()
    assert answers["plan"]["steps"] == ["call", "write"]
