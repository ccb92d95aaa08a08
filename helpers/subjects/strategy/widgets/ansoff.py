"""The Ansoff widget: which way to grow, how firm that is, and what would change it."""

from functools import cached_property

import pandas as pd

from helpers.charts.firmness import firmness_chart, firmness_height
from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.core.problems import NotEnoughData
from helpers.subjects.customers.purchases import activity
from helpers.subjects.strategy.ansoff_choice import AnsoffChoice, ansoff
from helpers.subjects.strategy.ansoff_evidence import AnsoffSignals, ansoff_signals
from helpers.subjects.strategy.ansoff_mapping import JUDGEMENTS, RISK_APPETITE
from helpers.subjects.strategy.charts.strategy import MATRIX_INCHES, ansoff_matrix
from helpers.widgets.base import AnalysisWidget, Detail, Settings, Slider

QUESTIONS = (*JUDGEMENTS, RISK_APPETITE)
MOST_FLIPS = 3


def ansoff_view(business: Business, settings: Settings) -> AnsoffChoice:
    """What the Ansoff widget answers under its settings, without the widget.

    Parameters
    ----------
    business : Business
        With orders or subscriptions; customers and products where it has them.
    settings : mapping
        The answers, 0 to 10, by the names in `JUDGEMENTS`, and `risk_appetite`. What is left out
        stands in the middle.

    Raises
    ------
    NotEnoughData
        Where the business's sales tell nothing yet.

    Examples
    --------
    >>> from helpers import open_business
    >>> ansoff_view(open_business("shop"), {"unmet_needs": 10, "development_skill": 10}).choice
    'product development'
    """
    return _Growth(business).view(settings)


class AnsoffWidget(AnalysisWidget):
    """Ansoff's matrix from the business's own sales and its owner's answers, and how firm it is.

    A business that lives on subscriptions is looked at through its fees: each counts as a purchase
    on the day it falls due.

    Parameters
    ----------
    business : Business
        With orders or subscriptions.

    Raises
    ------
    NotEnoughData
        Where it has neither, or they tell nothing yet.

    Examples
    --------
    >>> from helpers import open_business
    >>> widget = AnsoffWidget(open_business("shop"))
    >>> widget.settings["risk_appetite"], widget.result.choice
    (5, 'market penetration')
    """

    section = "ansoff"
    judgements = True

    def __init__(self, business: Business):
        self._growth = _Growth(business)
        super().__init__(business)

    @property
    def signals(self) -> AnsoffSignals:
        """What the sales say."""
        return self._growth.signals

    def choices(self) -> list[Slider]:
        """The owner's judgements, and the risk appetite last."""
        return [
            Slider(asked.name, asked.question, low=asked.low, high=asked.high,
                   middle=asked.default)
            for asked in QUESTIONS
        ]

    def view(self, settings: Settings) -> AnsoffChoice:
        return self._growth.view(settings)

    def draw(self, result: AnsoffChoice, settings: Settings, figure: HouseFigure) -> None:
        matrix, firmness = stacked_axes(
            figure, [MATRIX_INCHES, firmness_height(len(result.values))]
        )
        ansoff_matrix(result, ax=matrix, format=self.business.format)
        firmness_chart(result, ax=firmness, format=self.business.format)

    def details(self, result: AnsoffChoice, settings: Settings) -> list[Detail]:
        return [
            Detail("What your sales say", self._said()),
            Detail("What would change the choice", self._flips(result)),
            Detail(f"Next steps for {result.choice}, a week each", result.next_steps),
        ]

    def table(self, result: AnsoffChoice, settings: Settings) -> pd.DataFrame:
        return result.scores.assign(**{
            "value": result.values,
            "comes first, weightings near yours": result.firmness.neighbourhood[1],
            "comes first, all weightings": result.acceptability[1],
        }).reset_index()

    def _said(self) -> list[str]:
        said = self.signals.sentences(self.business.format).values()
        unknown = [f"{name.replace('_', ' ')} is not known: {why}"
                   for name, why in self.signals.left_out.items()]
        fees = [] if self._growth.has_orders else ["fees of subscriptions count as purchases"]
        return [f"{line[0].upper()}{line[1:]}." for line in (*said, *fees, *unknown)]

    def _flips(self, result: AnsoffChoice) -> list[str]:
        write = self.business.format.number
        return [
            f"“{flip.question}” from {write(flip.before)} to {write(flip.after)}: {flip.choice}."
            for flip in result.flips[:MOST_FLIPS]
        ] or ["No single answer."]


class _Growth:
    """One business's signals, worked out once, and the choice under any answers."""

    def __init__(self, business: Business):
        tables = {name: business.table(name) for name in ("orders", "subscriptions")
                  if business.has(name)}
        if not tables:
            raise NotEnoughData("which way to grow", "neither orders nor subscriptions",
                                "one of the two")
        self.has_orders = "orders" in tables
        self._lines = activity(**tables)
        self._known = {name: business.table(name) for name in ("customers", "products")
                       if business.has(name)}

    @cached_property
    def signals(self) -> AnsoffSignals:
        return ansoff_signals(self._lines, **self._known)

    def view(self, settings: Settings) -> AnsoffChoice:
        answers = {asked.name: settings.get(asked.name, asked.default) for asked in QUESTIONS}
        risk_appetite = answers.pop(RISK_APPETITE.name)
        return ansoff(self.signals, answers, risk_appetite=risk_appetite)
