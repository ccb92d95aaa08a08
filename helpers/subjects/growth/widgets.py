"""The growth widget: a scorecard of five dimensions against the owner's own targets."""

from functools import cached_property

import pandas as pd

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.answers import DATE
from helpers.core.business import Business
from helpers.core.problems import OwnerError
from helpers.subjects.growth.charts import SCORECARD_INCHES, scorecard_chart
from helpers.subjects.growth.imbalance import DIMENSIONS, MONEY, PEOPLE, PER_ONE, SHARE, amount_said
from helpers.subjects.growth.scorecard import GrowthScorecard, growth_scorecard
from helpers.widgets.base import Amount, AnalysisWidget, Detail, Settings

TABLES = ("orders", "finances", "customers", "subscriptions", "feedback")
IN_PERCENT = 100


def growth_view(business: Business, settings: Settings) -> GrowthScorecard:
    """What the growth widget answers under its settings, without the widget.

    Parameters
    ----------
    business : Business
        With orders, subscriptions or finances; customers and feedback where it has them.
    settings : mapping
        A target for any of the dimensions, in the figure's own unit; for profitability in per
        cent. What is left out, or None, has no target.

    Raises
    ------
    OwnerError
        A target is no number.
    NotEnoughData
        Where the business's tables tell of no dimension yet.

    Examples
    --------
    >>> from helpers import open_business
    >>> card = growth_view(open_business("shop"), {"revenue": 100_000})
    >>> card.frame.loc["revenue", "reached"]
    True
    """
    return _Growth(business).view(settings)


class GrowthWidget(AnalysisWidget):
    """Five dimensions of growth against the owner's targets, and what growth outruns.

    Parameters
    ----------
    business : Business
        With orders, subscriptions or finances.

    Raises
    ------
    NotEnoughData
        Where its tables tell of no dimension yet.

    Examples
    --------
    >>> from helpers import open_business
    >>> [asked.name for asked in GrowthWidget(open_business("shop")).choices()][:2]
    ['revenue', 'customer_base']
    """

    section = "growth"
    judgements = True

    def __init__(self, business: Business):
        self._growth = _Growth(business)
        super().__init__(business)

    def choices(self) -> list[Amount]:
        """A target for each dimension that can be told."""
        return self._growth.questions

    def view(self, settings: Settings) -> GrowthScorecard:
        return self._growth.view(settings)

    def draw(self, result: GrowthScorecard, settings: Settings, figure: HouseFigure) -> None:
        (ax,) = stacked_axes(figure, [SCORECARD_INCHES])
        scorecard_chart(result, ax=ax, format=self.business.format)

    def details(self, result: GrowthScorecard, settings: Settings) -> list[Detail]:
        warnings = result.warnings(self.business.format).values()
        targets = result.targets_said(self.business.format)
        return [
            *([Detail("Your targets", list(map(_sentence, targets)))] if targets else []),
            *self._before(),
            Detail("Does what carries the growth keep up?",
                   [_sentence(warning) for warning in warnings] or [self._no_warning(result)]),
            Detail("What is not known", [
                *(_sentence(f"{DIMENSIONS[name]}: {why}") for name, why in result.left_out.items()),
                *self._unknown_signs(result),
            ] or ["Nothing: every dimension and every sign can be told."]),
        ]

    def table(self, result: GrowthScorecard, settings: Settings) -> pd.DataFrame:
        columns = ["measure", "value", "unit", "months", "year_before", "change", "trend", "target",
                   "target_gap"]
        return result.frame[columns].reset_index()

    def _before(self) -> list[Detail]:
        """The targets of an earlier day, where there are any."""
        saved = self.business.answers.before(self.section)
        usable = {asked.name: saved.get(asked.name) for asked in self.choices()
                  if asked.allows(saved.get(asked.name), {})}
        held = self.view(usable).frame.dropna(subset="target")
        lines = [_sentence(f"{DIMENSIONS[name]}: "
                           f"{amount_said(row['target'], row['unit'], self.business.format)}")
                 for name, row in held.iterrows()]
        return [Detail(f"Your targets of {self.business.format.date(saved[DATE])}",
                       lines)] if lines else []

    def _no_warning(self, result: GrowthScorecard) -> str:
        if result.balanced:
            return "No sign warns."
        if pd.isna(result.frame["change"].get("revenue")):
            return "That cannot be told before it is known how much sales grew."
        return "Sales did not grow by 5%, so there is no growth to outrun."

    def _unknown_signs(self, result: GrowthScorecard) -> list[str]:
        signs = result.signs(self.business.format)
        unknown = signs[signs["keeps up"].str.startswith("not known: ")]
        return [_sentence(f"{sign}: {verdict.removeprefix('not known: ')}")
                for sign, verdict in zip(unknown["sign"], unknown["keeps up"])]


class _Growth:
    """One business's scorecard, worked out once, and held against any targets."""

    def __init__(self, business: Business):
        self._business = business
        self._card = growth_scorecard(**{name: business.get(name) for name in TABLES})

    @cached_property
    def questions(self) -> list[Amount]:
        """What can have a target: each dimension that can be told, with what it is now."""
        return [self._question(name, row) for name, row in self._card.frame.iterrows()]

    def view(self, settings: Settings) -> GrowthScorecard:
        targets = {}
        for asked in self.questions:
            target = settings.get(asked.name)
            if not asked.allows(target, settings):
                raise OwnerError(f"The target for {DIMENSIONS[asked.name]} cannot be {target}. "
                                 f"It can be: {asked.open_answers(settings)}.")
            percent = self._card.frame.loc[asked.name, "unit"] == SHARE
            targets[asked.name] = target / IN_PERCENT if percent and target is not None else target
        return self._card.against(targets)

    def _question(self, name: str, row: pd.Series) -> Amount:
        format = self._business.format
        unit = {MONEY: format.currency_symbol, SHARE: "%", PEOPLE: "people",
                PER_ONE: format.currency_symbol}[row["unit"]]
        now = amount_said(row["value"], row["unit"], format)
        label = f"{_sentence(DIMENSIONS[name]).rstrip('.')}: {row['measure']}, now {now}. Target"
        low, high = (None, IN_PERCENT) if row["unit"] == SHARE else (0, None)
        return Amount(name, label, unit=unit, low=low, high=high)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
