"""The days widget: what a coming day should bring, and what to bake for it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import pandas as pd

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.stats.periods import WEEKDAYS, to_days
from helpers.stats.result import Result
from helpers.stats.wording import share
from helpers.subjects.demand.baking import BakingPlan, BakingHistory
from helpers.subjects.demand.charts import (
    baking_height, baking_plan_chart, coming_day_chart, newsvendor_chart, weekday_chart,
)
from helpers.subjects.demand.next_day import ComingDay, coming_day
from helpers.subjects.demand.stocking import StockingCurve, stocking_curve
from helpers.subjects.sales.by_product import product_names, product_sales
from helpers.subjects.sales.day_effects import EVENT, WARMER, WEATHER, WET, Effects, effects
from helpers.subjects.sales.weekdays import WeekdayProfile, described_day, weekday_profile
from helpers.widgets.base import AnalysisWidget, Detail, Settings
from helpers.widgets.questions import Choice

EVERYTHING, NEXT, NO_EVENT = "everything", "next", "none"
CALENDAR, NOT_KNOWN = "calendar", "not known"
DRY, WET_DAY, WET_RAIN = "dry", "wet", 5.0
DEGREES = (0, 5, 10, 15, 20, 25, 30)
DAYS_AHEAD = 28
DAY_INCHES, STOCK_INCHES = 3.4, 3.2
ALIKE = ("Nothing is said of one day by itself: no weekday, event or weather clearly makes a "
         "difference to these sales.")
MEASURES = [("money", "revenue"), ("units sold", "units")]


@dataclass(frozen=True, eq=False, repr=False)
class DaysAnswer(Result):
    """What to expect of a day, and what to have for it.

    Parameters
    ----------
    coming : ComingDay or None
        What to expect; None where there are too few days to tell weekdays apart from the season.
    profile : WeekdayProfile or None
        Plain averages of weekdays, where `coming` is None.
    plan : BakingPlan or None
        What to have of all that spoils within the day.
    curve : StockingCurve or None
        What more or less of one product would bring, where one was chosen.
    unknown : tuple of str
        What could not be said, and why.
    """

    coming: ComingDay | None
    profile: WeekdayProfile | None
    plan: BakingPlan | None
    curve: StockingCurve | None
    unknown: tuple[str, ...]

    def headline(self, format: Format = PLAIN) -> str:
        """What to expect, and what to have."""
        said = [(self.coming or self.profile).headline(format)]
        if self.curve is not None:
            said.append(self.curve.headline(format))
        elif self.plan is not None:
            said.append(f"Have {self.plan.advice(format)}")
        return " ".join(said)


def baking_view(business: Business, settings: Settings) -> BakingPlan:
    """How many to have of all that spoils, on the day and in the weather of the days widget.

    Parameters
    ----------
    business : Business
        With orders and products.
    settings : mapping
        `day` (`next`, the first open day after the last order, or a weekday such as `saturday`, for
        the next one that is open), `weather` (`calendar`: as the table of days says; `dry` or
        `wet`), `warmth` (`calendar`, or degrees such as `20`), `event` (`calendar`, `none`, or one
        of those in the table of days). What is left out is as the widget first shows it. The plan
        is for all products, whichever is chosen.

    Raises
    ------
    NotEnoughData
        Where it is not known what products cost and how long they keep, or none spoils.

    Examples
    --------
    >>> from helpers import open_business
    >>> plan = baking_view(open_business("bakery"), {"day": "saturday"})
    >>> plan.frame.loc["P01", "name"]
    'White tin loaf'
    """
    return _Days(business).plan(settings)


class DaysWidget(AnalysisWidget):
    """What a day should bring under a weather and an event, and how many of what to have.

    Parameters
    ----------
    business : Business
        With orders.

    Raises
    ------
    NotEnoughData
        Where it has none.

    Examples
    --------
    >>> from helpers import open_business
    >>> DaysWidget(open_business("bakery")).settings["day"]
    'next'
    """

    section = "days"

    def __init__(self, business: Business):
        self._days = _Days(business)
        super().__init__(business)

    def choices(self) -> list[Choice]:
        """Product, measure, day, weather, warmth, event."""
        return self._days.choices()

    def view(self, settings: Settings) -> DaysAnswer:
        return self._days.view(settings)

    def draw(self, result: DaysAnswer, settings: Settings, figure: HouseFigure) -> None:
        drawn = list(_pictures(result))
        axes = stacked_axes(figure, [height for height, _, _ in drawn])
        for ax, (_, chart, shown) in zip(axes, drawn):
            chart(shown, ax=ax, format=self.business.format)

    def details(self, result: DaysAnswer, settings: Settings) -> list[Detail]:
        format = self.business.format
        moved = [] if result.coming is None else [
            f"{what}: {_times(row, format)}" for what, row in result.coming.moved_by.iterrows()]
        parts = [Detail("What moves this day, all else equal", moved)] if moved else []
        return [*parts, Detail("What can mislead here", [
            *self._days.caveats(result), *result.unknown,
        ])]

    def table(self, result: DaysAnswer, settings: Settings) -> pd.DataFrame:
        if result.plan is not None:
            return result.plan.frame.reset_index()
        return (result.coming or result.profile).frame.reset_index()


class _Days:
    """One business's days, what moves each product's sales worked out once."""

    def __init__(self, business: Business):
        if not business.has("orders"):
            raise NotEnoughData("what a day brings", "no orders", "orders by day and product")
        self._business = business
        self._orders = business.table("orders")
        self._context, self._products = business.get("daily_context"), business.get("products")
        self.last_day = to_days(self._orders["order_date"]).max()
        self._effects, self._profile = cache(self._effects_of), cache(self._profile_of)

    def choices(self) -> list[Choice]:
        """What can be set, each open as those before it allow."""
        return [
            Choice("product", "Product", lambda _: self.products_to_choose),
            Choice("measure", "Count", lambda _: MEASURES),
            Choice("day", "Day", lambda _: self.days_to_choose),
            Choice("weather", "Weather", self._weathers),
            Choice("warmth", "Warmth", self._warmths),
            Choice("event", "What is on", lambda _: self.events_to_choose),
        ]

    @cached_property
    def products_to_choose(self) -> list[tuple[str, str]]:
        """All together first, then the best seller and so on."""
        ids = product_sales(self._orders).index
        return [("all products together", EVERYTHING),
                *((str(name), product)
                  for product, name in product_names(ids, self._products).items())]

    @cached_property
    def days_to_choose(self) -> list[tuple[str, str]]:
        """The next open day, and the next one of each weekday that is open."""
        write = self._business.format.date
        try:
            first, *_ = self.coming.values()
            if not self._days_differ("revenue", EVERYTHING) and not self._spoils:
                return [("any: days do not clearly differ", NEXT)]
        except NotEnoughData:
            return [("none that can be told yet", NEXT)]
        return [(f"the next open day: {_weekday(first)}, {write(first)}", NEXT),
                *((f"{_weekday(day)}, {write(day)}", name) for name, day in self.coming.items())]

    @cached_property
    def coming(self) -> dict[str, pd.Timestamp]:
        """The next open day of each weekday, the soonest first."""
        profile, found = self._profile("revenue", EVERYTHING), {}
        for day in pd.date_range(self.last_day + pd.Timedelta(days=1), periods=DAYS_AHEAD):
            name = WEEKDAYS[day.day_of_week]
            if (name not in found and name.capitalize() in profile.frame.index
                    and described_day(day, self._context)["open"] != 0):
                found[name] = day
        if not found:
            raise NotEnoughData("what a day brings",
                                f"no open day in the {DAYS_AHEAD} days after the last order",
                                "one; look at the table of days")
        return found

    @cached_property
    def events_to_choose(self) -> list[tuple[str, str]]:
        """As the table of days says, nothing, or one of the events it knows."""
        if self._context is None:
            return [("nothing that a table knows of", CALENDAR)]
        known = self._found("revenue", EVERYTHING)
        events = [] if known is None else [
            (name, name) for kind, name in known.frame.index if kind == EVENT]
        return [("as the table of days says", CALENDAR), ("nothing", NO_EVENT), *events]

    def view(self, settings: Settings) -> DaysAnswer:
        chosen = self._chosen(settings)
        day, unknown = self._day(chosen), []
        kind = self._kind(day, chosen)
        product, measure = chosen["product"], chosen["measure"]
        coming = profile = None
        try:
            coming = self._expected(measure, product, day, kind)
        except NotEnoughData as why:
            unknown.append(str(why))
        if coming is None:
            profile = self._profile(measure, product)
            if not unknown:
                unknown.append(ALIKE)
        plan, curve = self._to_have(day, kind, product, unknown)
        return DaysAnswer(coming, profile, plan, curve, tuple(unknown))

    def _expected(
        self, measure: str, product: str, day: pd.Timestamp, kind: dict
    ) -> ComingDay | None:
        """What to expect of the day; None where its kind tells nothing."""
        if not self._days_differ(measure, product):
            return None
        return coming_day(self._effects(measure, product), day, **kind,
                          week_start=self._business.settings.week_start)

    def _days_differ(self, measure: str, product: str) -> bool:
        """Whether a day's kind tells anything of its sales."""
        kinds = self._effects(measure, product).frame.index.get_level_values("kind")
        return self._profile(measure, product).differ or bool(set(kinds) & {EVENT, WEATHER})

    def caveats(self, result: DaysAnswer) -> list[str]:
        """What can mislead in an answer."""
        found = [*self._effects(result.coming.measure, EVERYTHING).caveats] if (
            result.coming is not None) else [*result.profile.caveats]
        return [*found, *(() if result.plan is None else result.plan.caveats)]

    def plan(self, settings: Settings) -> BakingPlan:
        """The baking plan for the day, in the weather and under the event that are chosen."""
        if not self._spoils:
            raise NotEnoughData("a baking plan", "no products with unit_cost and shelf_life_days",
                                "both in the table of products")
        chosen = self._chosen(settings)
        day = self._day(chosen)
        return self._kitchen.plan(day, **self._kind(day, chosen))

    def _chosen(self, settings: Settings) -> dict:
        """Every choice; those left out, or not open, as they stand until the owner has chosen."""
        chosen = {}
        for choice in self.choices():
            wanted = choice.read(settings.get(choice.name))
            chosen[choice.name] = (wanted if choice.allows(wanted, chosen)
                                   else choice.default(chosen))
        return chosen

    def _day(self, chosen: Settings) -> pd.Timestamp:
        return next(iter(self.coming.values())) if chosen["day"] == NEXT else (
            self.coming[chosen["day"]])

    def _kind(self, day: pd.Timestamp, chosen: Settings) -> dict:
        """The event and the weather of a day, as the table of days or the owner says."""
        said = described_day(day, self._context)
        rain = {DRY: 0.0, WET_DAY: WET_RAIN}.get(chosen["weather"], _or_none(said["rain"]))
        warmth = (_or_none(said["temperature"]) if chosen["warmth"] in (CALENDAR, NOT_KNOWN)
                  else float(chosen["warmth"]))
        event = {CALENDAR: said["event"], NO_EVENT: ""}.get(chosen["event"], chosen["event"])
        return {"event": event, "rain": rain, "temperature": warmth}

    def _to_have(self, day, kind, product: str, unknown: list[str]):
        """The baking plan, and for one product what more or less of it would bring."""
        if not self._spoils:
            unknown.append("How many to have cannot be said: that takes unit_cost and "
                           "shelf_life_days in the table of products.")
            return None, None
        try:
            plan = self._kitchen.plan(day, **kind)
        except NotEnoughData as why:
            unknown.append(str(why))
            return None, None
        if product == EVERYTHING:
            return plan, None
        if product not in plan.demand:
            unknown.append(f"How many to have cannot be said: {plan.set_aside[product]}.")
            return None, None
        row = plan.frame.loc[product]
        return plan, stocking_curve(plan.demand[product], price=row["price"], cost=row["cost"])

    def _weathers(self, settings: Settings) -> list[tuple[str, str]]:
        return self._weather(WET, settings, [("dry", DRY), ("wet", WET_DAY)])

    def _warmths(self, settings: Settings) -> list[tuple[str, str]]:
        return self._weather(WARMER, settings, [(f"{degrees} °C", str(degrees))
                                                for degrees in DEGREES])

    def _weather(self, effect: str, settings: Settings, options) -> list[tuple[str, str]]:
        """As the table of days says and the options, where it is known what they do."""
        found = self._found(settings["measure"], settings["product"])
        if found is None or (WEATHER, effect) not in found.frame.index:
            return [("makes no difference that is known", NOT_KNOWN)]
        return [("as the table of days says, if it does", CALENDAR), *options]

    @cached_property
    def _spoils(self) -> bool:
        return all(map(self._business.has, ("products.unit_cost", "products.shelf_life_days")))

    @cached_property
    def _kitchen(self) -> BakingHistory:
        return BakingHistory(self._orders, self._products, context=self._context)

    def _found(self, measure: str, product: str) -> Effects | None:
        try:
            return self._effects(measure, product)
        except OwnerError:
            return None

    def _effects_of(self, measure: str, product: str) -> Effects:
        return effects(self._orders, self._context, measure=measure, product_id=_one(product))

    def _profile_of(self, measure: str, product: str) -> WeekdayProfile:
        return weekday_profile(self._orders, self._context, measure=measure,
                               product_id=_one(product),
                               week_start=self._business.settings.week_start)


def _pictures(answer: DaysAnswer) -> list[tuple[float, Callable, object]]:
    """What is drawn under each other: inches, the chart, and what it shows."""
    upper = (DAY_INCHES, *((coming_day_chart, answer.coming) if answer.coming is not None
                           else (weekday_chart, answer.profile)))
    if answer.curve is not None:
        return [upper, (STOCK_INCHES, newsvendor_chart, answer.curve)]
    if answer.plan is not None:
        return [upper, (baking_height(answer.plan), baking_plan_chart, answer.plan)]
    return [upper]


def _times(row: pd.Series, format: Format) -> str:
    """`23% more (likely 19% more to 27% more)`."""
    ratio, lower, upper = (f"{share(abs(times - 1), format)} {'more' if times >= 1 else 'less'}"
                           for times in row[["ratio", "lower", "upper"]])
    return f"{ratio} (likely {lower} to {upper})"


def _weekday(day: pd.Timestamp) -> str:
    return WEEKDAYS[day.day_of_week].capitalize()


def _one(product: str) -> str | None:
    return None if product == EVERYTHING else product


def _or_none(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
