"""The goal builder: which letters of SMART fail, how to mend them, how far the goal has come."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.analysis.goal_review import GoalReview, GoalState, goal_state, withheld
from helpers.analysis.goals import Goal
from helpers.analysis.kpis import SHARE, Kpi, Kpis, measure_kpis
from helpers.business import Business
from helpers.charts.goals import ROAD_INCHES, SMART_INCHES, goal_chart, smart_chart
from helpers.charts.style import HouseFigure, stacked_axes
from helpers.widgets.base import (
    AnalysisWidget, Amount, Choice, Day, Detail, Question, Settings, Words,
)
from helpers.widgets.stand_in import stand_in

MOST_GOALS = 3
GOALS = tuple(f"goal_{number}" for number in range(1, MOST_GOALS + 1))
ANOTHER = "another"
OUT, IN, NONE = "out", "in", "none"
TABLES = ("orders", "subscriptions", "finances")
OF_ANOTHER = ("figure", "latest", "latest_on")
SAID = ("statement", "owner", "why", "resources")
WORDS = {"target": "target", "due": "due day"}


def measured(business: Business) -> Kpis:
    """Which figures the business's own tables tell month by month.

    Examples
    --------
    >>> from helpers import open_business
    >>> "order_value" in measured(open_business("shop")).known
    True
    """
    return measure_kpis(**{name: business.get(name) for name in TABLES})


def goals_view(business: Business) -> GoalReview:
    """The goals that the owner has set, side by side; those without a word or a target are none.

    Examples
    --------
    >>> from helpers import open_business
    >>> sorted(goals_view(open_business("bakery")).states) <= ["goal 1", "goal 2", "goal 3"]
    True
    """
    figures = _Figures(business)
    saved = {section: business.answers.get(section) for section in GOALS}
    return GoalReview({
        section.replace("_", " "): figures.state(settings, to_hand_over=True)
        for section, settings in saved.items() if _is_set(settings)
    })


def with_goals(business: Business, *, sample: str) -> Business:
    """The business itself if its owner has set a goal, else a sample as a stand-in.

    Parameters
    ----------
    business : Business
        The owner's.
    sample : str
        The sample whose owner has.

    Raises
    ------
    NotEnoughData
        In a report, where nobody stands in for a client.

    Examples
    --------
    >>> from helpers import open_business
    >>> with_goals(open_business("bakery"), sample="bakery").folder.name
    'bakery'
    """
    if any(_is_set(business.answers.get(section)) for section in GOALS):
        return business
    return stand_in(business, sample, question="progress towards goals",
                    need="a goal, set in the lesson on goals")


class GoalWidget(AnalysisWidget):
    """One of the owner's goals: written down part by part, checked letter by letter, followed up.

    Parameters
    ----------
    business : Business
        With any tables, or none.
    number : int
        Which of the owner's goals, 1 to 3.

    Raises
    ------
    ValueError
        There is no such goal.

    Examples
    --------
    >>> from helpers import open_business
    >>> GoalWidget(open_business("shop"), number=3).section
    'goal_3'
    """

    judgements = True

    def __init__(self, business: Business, number: int = 1):
        if number not in range(1, MOST_GOALS + 1):
            raise ValueError(f"number is 1 to {MOST_GOALS}; it was {number!r}.")
        self.section = f"goal_{number}"
        self._figures = _Figures(business)
        super().__init__(business)

    def choices(self) -> list[Question]:
        """The figure, the goal in words, its numbers, its days, and who, why and with what."""
        return [
            Choice("kpi", "Which figure will tell?", lambda _: self._figures.to_choose),
            Choice("season", "Its season", self._figures.seasons),
            Words("figure", "What another figure is called, with its unit",
                  placeholder="no-shows a week"),
            Words("statement", "Your goal in a sentence: what will you do?",
                  placeholder="Offer every client the next appointment before they leave"),
            Amount("baseline", "Where the figure stands before you begin. Left empty, it is worked "
                               "out from your tables. Write a share as 45, not 0.45"),
            Amount("target", "Where it is to be"),
            Day("start", "The first day"),
            Day("due", "The day on which you will look whether it is done"),
            Words("owner", "Who sees to it? One name", placeholder="Ana"),
            Words("why", "We want this because …", placeholder="it pays the second oven"),
            Words("resources", "What it takes: money, hours, people, skill",
                  placeholder="two hours a week and a card at the till"),
            Amount("latest", "For another figure: where it stood when you last looked"),
            Day("latest_on", "and on which day that was"),
        ]

    def is_shown(self, name: str, settings: Settings) -> bool:
        """Whether a control stands in the panel: some are for another figure alone."""
        if name == "season":
            return len(self._figures.seasons(settings)) > 1
        return name not in OF_ANOTHER or settings["kpi"] == ANOTHER

    def view(self, settings: Settings) -> GoalState:
        return self._figures.state(settings)

    def draw(self, result: GoalState, settings: Settings, figure: HouseFigure) -> None:
        with_road = result.values is not None or result.goal.has_figures
        axes = stacked_axes(figure, [SMART_INCHES, *([ROAD_INCHES] if with_road else [])])
        smart_chart(result.check, ax=axes[0], format=self.business.format)
        if with_road:
            goal_chart(result, ax=axes[1], format=self.business.format)

    def details(self, result: GoalState, settings: Settings) -> list[Detail]:
        format = self.business.format
        letters = result.check.letters(format).values()
        mended = [f"{letter.letter}, {letter.meaning}: {letter.repair}"
                  for letter in letters if not letter.passes]
        details = [Detail("How to mend it", mended)] if mended else [
            Detail("Your goal, exactly", [result.goal.sentence(format)])]
        more = {"The figure behind it": self._behind(result, settings),
                "What you have changed since last time": self._changes(result, settings)}
        return [*details, *(Detail(heading, lines) for heading, lines in more.items() if lines)]

    def table(self, result: GoalState, settings: Settings) -> pd.DataFrame:
        letters = result.check.letters(self.business.format).values()
        return pd.DataFrame([
            (letter.letter, letter.meaning, letter.passes, letter.reason, letter.repair)
            for letter in letters
        ], columns=["letter", "meaning", "passes", "reason", "repair"])

    @cached_property
    def panel(self):
        """The live controls, without those that do not concern the figure chosen."""
        from helpers.widgets.in_parts import PartsPanel

        return PartsPanel(self)

    def _behind(self, result: GoalState, settings: Settings) -> list[str]:
        format, kpi = self.business.format, self._figures.kpi(settings)
        lines = []
        if kpi is not None:
            lines = [kpi.headline(format), *([kpi.note] if kpi.note else [])]
            if settings["baseline"] is None and np.isfinite(result.goal.baseline):
                until = "before the first day" if settings["start"] else "there are"
                lines.append(f"Baseline: {kpi.written(result.goal.baseline, format)}, the mean of "
                             f"the last three months {until}.")
            if kpi.unit == SHARE and _looks_like_a_fraction(settings, kpi):
                lines.append("The figure is written as 45 for 45%. Did you write 0.45?")
        if result.unknown:
            lines.append(f"How far it has come cannot be told: {result.unknown}.")
        return lines

    def _changes(self, result: GoalState, settings: Settings) -> list[str]:
        """What of the goal itself is not as it was; a goal that moves is easily reached."""
        before = self.business.answers.before(self.section)
        format = self.business.format
        lines = []
        for name, write in {
            "target": lambda value: result.goal.figure(float(value), format),
            "due": lambda value: format.date(pd.Timestamp(value)),
        }.items():
            then, now = before.get(name), settings[name]
            if then is not None and now is not None and str(then) != str(now):
                lines.append(f"On {format.date(before['date'])} the {WORDS[name]} was "
                             f"{write(then)}; now it is {write(now)}.")
        return lines


class _Figures:
    """One business's figures, worked out once, and the state of any goal."""

    def __init__(self, business: Business):
        self._business = business

    @cached_property
    def kpis(self) -> Kpis:
        return measured(self._business)

    @property
    def to_choose(self) -> list[tuple[str, str]]:
        """What the tables can tell first, a figure of the owner's own last."""
        return [*((kpi.label, name) for name, kpi in self.kpis.known.items()),
                ("another figure, noted down by hand", ANOTHER)]

    def seasons(self, settings: Settings) -> list[tuple[str, str]]:
        """Whether to take the season out, where there is one."""
        kpi = self.kpis.known.get(settings.get("kpi"))
        if kpi is None or not kpi.has_season:
            return [("none to take out", NONE)]
        return [("taken out: every month counts like an average one", OUT), ("left in", IN)]

    def kpi(self, settings: Settings) -> Kpi | None:
        """The figure chosen; None for one of the owner's own, or where the tables lack it."""
        kpi = self.kpis.known.get(settings.get("kpi") or self.to_choose[0][1])
        if kpi is None or settings.get("season", OUT) != OUT:
            return kpi
        return kpi.without_season()

    def state(self, settings: Settings, *, to_hand_over: bool = False) -> GoalState:
        """The goal as it stands; `to_hand_over` leaves out what tells of too few people."""
        kpi = self.kpi(settings)
        if kpi is None:
            return goal_state(self._of_another(settings), _noted(settings))
        state = goal_state(self._of(kpi, settings), kpi.values)
        hidden = to_hand_over and kpi.tells_of_few(self._business.format.smallest_group)
        return withheld(state) if hidden else state

    def _of(self, kpi: Kpi, settings: Settings) -> Goal:
        baseline = settings.get("baseline")
        return Goal(
            **_said(settings), kpi=kpi.label, unit=kpi.unit_for(self._business.format),
            baseline=kpi.baseline(settings.get("start")) if baseline is None else float(baseline),
        )

    def _of_another(self, settings: Settings) -> Goal:
        return Goal(**_said(settings), kpi=settings.get("figure") or "",
                    baseline=_number(settings.get("baseline")))


def _said(settings: Settings) -> dict:
    """The parts of a goal that are as the owner wrote them."""
    days = {name: pd.Timestamp(settings[name]) if settings.get(name) else None
            for name in ("start", "due")}
    return {**{name: settings.get(name) or "" for name in SAID}, **days,
            "target": _number(settings.get("target"))}


def _number(value) -> float:
    return np.nan if value is None else float(value)


def _noted(settings: Settings) -> pd.Series | None:
    """The one value of another figure, in the month it was noted down."""
    latest, day = settings.get("latest"), settings.get("latest_on")
    if latest is None or not day:
        return None
    return pd.Series([float(latest)], pd.PeriodIndex([pd.Period(day, "M")]))


def _is_set(settings) -> bool:
    if not isinstance(settings, Mapping):
        return False
    return bool(settings.get("statement")) or settings.get("target") is not None


def _looks_like_a_fraction(settings: Settings, kpi: Kpi) -> bool:
    target = settings["target"]
    return target is not None and 0 < target < 1 < kpi.values.min()
