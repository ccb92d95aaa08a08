"""What is the self-review's own: its statements, its first steps, what is rated low."""

from helpers.subjects.community.review import LEVELS, QUALITIES, REVIEW, STATEMENTS, self_review


def all_rated(rating, **others):
    return dict.fromkeys(STATEMENTS["name"], rating) | others


def test_every_quality_asks_three_statements_and_has_a_question_and_a_first_step():
    assert STATEMENTS["quality"].value_counts().to_dict() == dict.fromkeys(QUALITIES, 3)
    assert len(QUALITIES) == 5 and list(LEVELS) == [1, 2, 3, 4, 5]
    assert all(quality.question.endswith("?") and quality.first_step.endswith(".")
               for quality in REVIEW.groups.values())


def test_the_strongest_and_the_weakest_are_said_and_the_five_are_not_added_up():
    review = self_review(all_rated(3, known_by_name=5, gives_first=5, asks_members=1),
                         previous=all_rated(3, date="2025-04-30"))
    assert review.headline() == (
        "By our own rating authenticity and reciprocity are strongest at 3.7 of 5 and adaptability "
        "is weakest at 2.3. Since 30 Apr 2025 authenticity moved most, up by 0.7.")
    assert review.first_step == REVIEW.groups["adaptability"].first_step
    assert review.overall != review.overall and "own judgements" in review.caveats[0]


def test_statements_rated_low_stand_lowest_first():
    review = self_review({"known_by_name": 2, "gives_first": 1, "asks_members": 3})
    assert review.low.index.tolist() == ["gives_first", "known_by_name"]
