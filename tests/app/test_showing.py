"""What a page says where something could not be worked out."""

from helpers.app.showing import OUR_FAULT, sorry
from helpers.core.problems import NotEnoughData


def test_the_owner_reads_the_owner_s_sentence():
    said = sorry(NotEnoughData("a curve", "3 <b>", "10"))
    assert "Not enough data yet." in said
    assert "it has 3 &lt;b&gt;; it needs 10." in said


def test_any_other_error_keeps_its_inside_to_itself():
    said = sorry(ValueError("/home/someone/secret"))
    assert OUR_FAULT in said
    assert "secret" not in said
