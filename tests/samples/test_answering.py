"""The sample owners' answers, gathered from the sections' files."""

import yaml

from helpers import open_business
from helpers.core.places import ANSWERS_FILE
from helpers.samples import sample_names
from helpers.samples.answering import ANSWERS, answers_of, answers_text


def test_a_samples_answers_are_gathered_by_section(tmp_path):
    (tmp_path / "swot.yaml").write_text("shop: {date: 2025-10-31, threats: [rent]}\n")
    (tmp_path / "goals.yaml").write_text("shop: {date: 2025-10-30}\nbakery: {date: 2025-10-29}\n")
    answers = answers_of("shop", tmp_path)
    assert list(answers) == ["goals", "swot"]
    assert answers["swot"]["threats"] == ["rent"]
    assert list(answers_of("bakery", tmp_path)) == ["goals"]
    assert answers_of("plumber", tmp_path) == {}


def test_answers_are_written_for_people_and_read_back_the_same():
    answers = {"goals": {"goal": "120 £ a day – by May"}, "swot": {"threats": ["rent", "café"]}}
    text = answers_text(answers)
    assert "  goal: 120 £ a day – by May\n\nswot:\n  threats:\n  - rent\n  - café\n" in text
    assert yaml.safe_load(text) == answers


def test_every_answer_is_one_of_a_sample_and_stands_in_its_folder():
    for path in ANSWERS.glob("*.yaml"):
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert set(said) <= set(sample_names()), path.name
        for name in said:
            written = yaml.safe_load((open_business(name).folder / ANSWERS_FILE).read_text())
            assert written[path.stem] == said[name]
