"""The health check widget: every ratio of the books, against bands that the owner may set."""

from functools import cached_property

import pandas as pd

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.finance.charts.health import health_chart, health_height, ratio_chart
from helpers.subjects.finance.financial_ratios import DAYS, MONTHS, RATIOS, SHARE
from helpers.subjects.finance.health import HealthCheck, health_check
from helpers.widgets.base import Amount, AnalysisWidget, Choice, Detail, Question, Settings

STRONG, WEAK = "strong", "weak"
LIMITS = {SHARE: (-100, 100), DAYS: (0, 365), MONTHS: (0, 120)}
ANY_TIMES = (0, 100)
UNITS = {SHARE: "%", DAYS: "days", MONTHS: "months"}
COURSE_INCHES = 3.6
COURSE = "course"


def health_view(business: Business, settings: Settings) -> HealthCheck:
    """What the health check widget answers under its settings, without the widget.

    Parameters
    ----------
    business : Business
        With finances.
    settings : mapping
        For each ratio in `RATIOS`, `<ratio>_strong` and `<ratio>_weak`: where strong begins and
        weak ends, shares in per cent. What is left out stands as the default band does.

    Raises
    ------
    NotEnoughData
        It has no finances, or not one ratio can be told from them.
    OwnerError
        A bound is no number.

    Examples
    --------
    >>> from helpers import open_business
    >>> check = health_view(open_business("shop"), {"gross_margin_strong": 90})
    >>> check.lights["gross_margin"]
    'watch'
    """
    return _checked(business).with_bands(bands_from(settings))


class HealthWidget(AnalysisWidget):
    """Every ratio of the books in its band, with the bands that the owner sets.

    Parameters
    ----------
    business : Business
        With finances.

    Examples
    --------
    >>> from helpers import open_business
    >>> [asked.name for asked in HealthWidget(open_business("shop")).choices()][:2]
    ['course', 'gross_margin_strong']
    """

    section = "health"

    @cached_property
    def _plain(self) -> HealthCheck:
        return _checked(self.business)

    def choices(self) -> list[Question]:
        """Which ratio to see month by month, then both bounds of each."""
        ratios = self._ratios()
        return [
            Choice(COURSE, "Which ratio:", lambda settings: [
                (RATIOS[name].label, name) for name in ratios]),
            *(Amount(f"{name}_{side}", _question(name, side), UNITS.get(RATIOS[name].unit, ""),
                     *LIMITS.get(RATIOS[name].unit, ANY_TIMES))
              for name in ratios for side in (STRONG, WEAK)),
        ]

    def is_shown(self, name: str, settings: Settings) -> bool:
        """Whether a control is seen: of the bounds, those of the ratio that is looked at."""
        return name in (COURSE, *(f"{settings[COURSE]}_{side}" for side in (STRONG, WEAK)))

    @cached_property
    def panel(self):
        """The live controls, the bounds of one ratio at a time; made when first shown."""
        from helpers.widgets.in_parts import PartsPanel

        return PartsPanel(self)

    def view(self, settings: Settings) -> HealthCheck:
        return self._plain.with_bands(bands_from(settings))

    def draw(self, result: HealthCheck, settings: Settings, figure: HouseFigure) -> None:
        fields, course = stacked_axes(
            figure, [health_height(len(result.frame)), COURSE_INCHES])
        health_chart(result, ax=fields, format=self.business.format)
        try:
            ratio_chart(result, settings[COURSE], ax=course, format=self.business.format)
        except NotEnoughData as refusal:
            course.set_axis_off()
            course.annotate(f"Month by month: {refusal.have}.", (0, 0.8),
                            xycoords="axes fraction")

    def details(self, result: HealthCheck, settings: Settings) -> list[Detail]:
        format = self.business.format
        notes = [f"{row['label']}: {row['note']}." for _, row in result.frame.iterrows()
                 if row["note"]]
        cash = [] if result.runway is None else [result.runway.headline(format)]
        unknown = [f"{RATIOS[name].label}: {why}." for name, why in result.missing.items()]
        return [Detail(heading, [f"{line[0].upper()}{line[1:]}" for line in lines])
                for heading, lines in (("How long the cash lasts", cash), ("Not known", unknown),
                                       ("How they were counted", notes)) if lines]

    def table(self, result: HealthCheck, settings: Settings) -> pd.DataFrame:
        return result.frame.reset_index().assign(
            month=result.frame["month"].astype(str).to_numpy())

    def _ratios(self) -> list[str]:
        """Those that can be told; all where none can, so that what is saved stays."""
        try:
            return self._plain.frame.index.tolist()
        except NotEnoughData:
            return list(RATIOS)


def bands_from(settings: Settings) -> dict[str, tuple[float, float]]:
    """The owner's bands, each as two bounds in the ratio's own unit.

    Where one bound alone is set the other is the default's, moved along where it would be passed.

    Raises
    ------
    OwnerError
        A bound is no number.

    Examples
    --------
    >>> bands_from({"gross_margin_strong": 60, "debt_to_equity_strong": 3})
    {'gross_margin': (0.25, 0.6), 'debt_to_equity': (3.0, 3.0)}
    """
    bands = {}
    for name, ratio in RATIOS.items():
        per = 100 if ratio.unit == SHARE else 1
        given = [settings.get(f"{name}_{side}") for side in (WEAK, STRONG)]
        if given == [None, None]:
            continue
        for value in given:
            if not Amount(name, "").allows(value, settings):
                raise OwnerError(f"The saved band of {ratio.label} is {value}; write a number, "
                                 "such as 60 for 60%.")
        weak, strong = (edge if value is None else value / per
                        for value, edge in zip(given, ratio.edges))
        passed = (weak > strong) == ratio.higher_is_better and weak != strong
        if passed and None in given:
            weak = strong = strong if given[0] is None else weak
        bands[name] = (float(weak), float(strong))
    return bands


def _checked(business: Business) -> HealthCheck:
    return health_check(business.table("finances"))


def _question(name: str, side: str) -> str:
    ratio = RATIOS[name]
    label = f"{ratio.label[0].upper()}{ratio.label[1:]}"
    if side == STRONG:
        return f"{label}: strong {'from' if ratio.higher_is_better else 'up to'}"
    return f"{label}: weak {'below' if ratio.higher_is_better else 'above'}"
