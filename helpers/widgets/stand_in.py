"""Whose answers a lesson shows until the owner has given their own."""

from helpers.core.business import Business, in_report, open_business
from helpers.core.places import SAMPLES
from helpers.core.problems import NotEnoughData


def stand_in(
    business: Business, sample: str, *, question: str, need: str,
    have: str = "no answers of the owner yet",
) -> Business:
    """A sample, which has what it takes; never in a report, where it would pass for the client's.

    Parameters
    ----------
    business : Business
        The owner's, which lacks it.
    sample : str
        The sample's name.
    question, need, have : str
        What is asked, what it takes, and what there is, as phrases.

    Raises
    ------
    NotEnoughData
        In a report.

    Examples
    --------
    >>> stand_in(open_business("shop"), "bakery", question="an example", need="some").folder.name
    'bakery'
    """
    if in_report():
        raise NotEnoughData(question, have, need)
    return open_business(SAMPLES / sample)
