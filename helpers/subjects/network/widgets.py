"""The network widget: who is around us, what is at stake if somebody goes, what we want of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import pandas as pd

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.result import Result
from helpers.subjects.customers.purchases import activity
from helpers.subjects.network.charts.network_map import MAP_INCHES, across, network_chart
from helpers.subjects.network.charts.network_marks import EVERYONE
from helpers.subjects.network.charts.stake import STAKE_INCHES, stake_chart
from helpers.subjects.network.contact_goals import NetworkGoals, network_goals
from helpers.subjects.network.counterparties import Reliance, PaymentTerms, reliance, payment_terms
from helpers.subjects.network.dependence import Dependency, dependency
from helpers.subjects.network.mapping import NetworkMap, network_map
from helpers.subjects.network.relations import CUSTOMER
from helpers.widgets.base import AnalysisWidget, Detail, Settings
from helpers.widgets.questions import Amount, Choice, Day, Slider, Words

SECTION = "network"
NOBODY = "nobody"
TENTHS, PERCENT = 10, 100
MOST_LINES = 4


@dataclass(frozen=True, eq=False, repr=False)
class NetworkAnswer(Result):
    """A network, what is at stake without somebody, and how far its goals are.

    Parameters
    ----------
    map : NetworkMap
        Who is in it.
    without : Dependency or None
        None where nobody goes, or nothing can be said of it.
    unknown : str
        Why not, where that is so.
    goals : NetworkGoals
        Where they stand.
    """

    map: NetworkMap
    without: Dependency | None
    unknown: str
    goals: NetworkGoals

    def headline(self, format: Format = PLAIN) -> str:
        """What is at stake without somebody; with everyone there, the map."""
        if self.without is not None:
            return self.without.headline(format)
        return self.unknown or self.map.headline(format)


def network_view(business: Business, settings: Settings) -> NetworkAnswer:
    """What the network widget answers under its settings, without the widget.

    Parameters
    ----------
    business : Business
        With a network; organisations, finances and sales where it has them.
    settings : mapping
        `lost` (who goes, or `nobody`; by default the customer who brings the most money),
        `replaceable` (tenths of it, 0 to 10), `margin` (what is left of 100 of sales after direct
        costs; by default as the books say); of the goals `goal` and `give` (words), `most_share`
        (of the largest customer, in per cent), `relations` (how many organisations), `by` (a day).

    Raises
    ------
    NotEnoughData
        Where it has no network.

    Examples
    --------
    >>> from helpers import open_business
    >>> bakery = open_business("bakery")
    >>> print(network_view(bakery, {"lost": "Teasel Traders"}).headline(bakery.format))
    Without Teasel Traders, no revenue would be lost directly. Nobody would tie us to Food \
Festival, Town Council and Garden Centre and others any more.
    """
    return _Network(business).view(settings)


def reliance_view(business: Business) -> Reliance:
    """How much hangs on a few customers and suppliers, from all the tables a business has.

    Parameters
    ----------
    business : Business
        With a network, orders or subscriptions; finances where it has them.

    Raises
    ------
    NotEnoughData
        Where they tell nothing yet.

    Examples
    --------
    >>> from helpers import open_business
    >>> list(reliance_view(open_business("shop")).parts)[:1]
    ['customers, by sales']
    """
    sales = _sales(business)
    found = _mapped(business) if business.has("network") else None
    revenue = payment_terms(business.get("finances"), sales).revenue
    return reliance(found, sales=sales, revenue=revenue)


class NetworkWidget(AnalysisWidget):
    """The map of a network, what is at stake if somebody goes, and what the owner wants of it.

    Parameters
    ----------
    business : Business
        With a network.

    Raises
    ------
    NotEnoughData
        Where it has none.

    Examples
    --------
    >>> from helpers import open_business
    >>> widget = NetworkWidget(open_business("bakery"))
    >>> widget.settings["lost"], widget.settings["replaceable"]
    ('Hollin Mill', 6)
    """

    section = SECTION
    judgements = True

    def __init__(self, business: Business):
        self._network = _Network(business)
        super().__init__(business)

    def choices(self) -> list[Choice | Slider | Words | Amount | Day]:
        """What to look at, who goes, how much can be replaced, and the goals."""
        return [
            Choice("look", "Look at", lambda _: self._network.kinds_to_choose),
            Choice("lost", "Who goes?", lambda _: self._network.lost_to_choose,
                   usual=self._network.usually_lost),
            Amount("margin", "Left of 100 of sales after direct costs (empty: as the books say)",
                   low=0, high=PERCENT),
            Slider("replaceable", "How much of it could you replace within a year?",
                   low="nothing", high="all of it", middle=0),
            Words("goal", "What do you want of your network this year?",
                  "a second supplier of flour; a way into the hotel trade"),
            Words("give", "Whom will you help first, and how?",
                  "send the café the name of a good plumber"),
            Amount("most_share", "The largest customer should bring at most", unit="%", low=0,
                   high=PERCENT),
            Amount("relations", "How many organisations should you work with?", low=0),
            Day("by", "By when?"),
        ]

    def view(self, settings: Settings) -> NetworkAnswer:
        return self._network.view(settings)

    def draw(self, result: NetworkAnswer, settings: Settings, figure: HouseFigure) -> None:
        shown = result.without is not None and not pd.isna(result.without.revenue_at_stake)
        heights = [MAP_INCHES, STAKE_INCHES] if shown else [MAP_INCHES]
        around, *below = stacked_axes(figure, heights)
        gone = () if result.without is None else result.without.frame.index.unique()
        cut_off = () if result.without is None else result.without.cut_off
        network_chart(result.map, look=settings["look"], lost=gone, cut_off=cut_off,
                      ax=across(around), format=self.business.format)
        for ax in below:
            stake_chart(result.without, ax=ax, format=self.business.format)

    def details(self, result: NetworkAnswer, settings: Settings) -> list[Detail]:
        format = self.business.format
        found = [
            Detail("Key nodes, and why", [f"{name}: {why}." for name, why in
                                          result.map.key_nodes["why"].head(MOST_LINES).items()]),
            Detail("Who could open doors", self._network.doors),
            Detail("What is missing", [f"{kind}s: {gap}." for kind, gap in
                                       result.map.missing.items()]),
            Detail("Your goals", result.goals.lines(format)),
            Detail("What the books do not tell", self._network.unknown),
        ]
        return [detail for detail in found if detail.lines]

    def table(self, result: NetworkAnswer, settings: Settings) -> pd.DataFrame:
        wanted = ["kind", "degree", "strength", "revenue", "revenue_share", "is_key", "why"]
        return result.map.nodes[wanted].reset_index()


class _Network:
    """One business's network, mapped once, and what its books say."""

    def __init__(self, business: Business):
        if not business.has("network"):
            raise NotEnoughData("a map of the network", "no table network",
                                "one, with a row for each relation")
        self._business = business
        self.without = cache(self._without)

    @cached_property
    def map(self) -> NetworkMap:
        return _mapped(self._business)

    @cached_property
    def terms(self) -> PaymentTerms:
        return payment_terms(self._business.get("finances"), self._sales)

    @property
    def unknown(self) -> list[str]:
        """What the books leave open, and what follows from that."""
        missing = {
            "revenue": "A year's revenue is not known, so shares are of the money on the map.",
            "margin_rate": "What a sale leaves is not known, unless you say so above.",
            "monthly_surplus": "How long the cash lasts is not known.",
        }
        return [said for name, said in missing.items() if getattr(self.terms, name) is None]

    @cached_property
    def _sales(self) -> pd.DataFrame | None:
        return _sales(self._business)

    @cached_property
    def reliance(self) -> Reliance | None:
        """Of the map alone; None where its money is not known."""
        try:
            return reliance(self.map, revenue=self.terms.revenue)
        except NotEnoughData:
            return None

    @cached_property
    def doors(self) -> list[str]:
        """Whom one of those we know could introduce, one step further out."""
        next_step = self.map.introductions.query("steps == 2").head(MOST_LINES)
        return [
            f"{row.through} could lead you to {row.Index} ({row.kind})"
            + (f", which knows {self._business.format.number(row.doors)} more."
               if row.doors else ".")
            for row in next_step.itertuples()
        ]

    @cached_property
    def _before(self) -> dict:
        """What was wanted last time; today's answers do not change it."""
        return self._business.answers.before(SECTION)

    @cached_property
    def kinds_to_choose(self) -> list[tuple[str, str]]:
        kinds = self.map.nodes.loc[~self.map.nodes["is_us"], "kind"].unique()
        return [("everyone", EVERYONE), *((f"{kind}s", kind) for kind in sorted(kinds))]

    @cached_property
    def lost_to_choose(self) -> list[tuple[str, str]]:
        """Nobody, then key nodes, then the others by their money with us."""
        others = self.map.nodes[~self.map.nodes["is_us"]].sort_values(
            ["is_key", "revenue"], ascending=False, kind="stable")
        return [("nobody", NOBODY),
                *((f"{name} ({kind})", name) for name, kind in others["kind"].items())]

    @cached_property
    def usually_lost(self) -> int:
        """Where the customer stands who brings the most money, else whoever money goes to most."""
        nodes = self.map.nodes
        money = nodes["revenue"].where(nodes["kind"] == CUSTOMER).dropna()
        money = nodes["revenue"].dropna() if money.empty else money
        names = [name for _, name in self.lost_to_choose]
        return 0 if money.empty else names.index(money.idxmax())

    def view(self, settings: Settings) -> NetworkAnswer:
        names = [name for _, name in self.lost_to_choose]
        lost = settings.get("lost")
        lost = lost if lost in names else names[self.usually_lost]
        without, unknown = self.without(lost, settings.get("replaceable") or 0,
                                        settings.get("margin"))
        return NetworkAnswer(self.map, without, unknown, self._goals(settings))

    def _without(self, lost: str, replaceable: int, margin: float | None
                 ) -> tuple[Dependency | None, str]:
        if lost == NOBODY:
            return None, ""
        try:
            return dependency(
                self._business.table("network"), [lost], us=self.map.us,
                replaceable=replaceable / TENTHS, revenue=self.terms.revenue,
                margin_rate=self.terms.margin_rate if margin is None else margin / PERCENT,
                cash=self.terms.cash, monthly_surplus=self.terms.monthly_surplus,
            ), ""
        except NotEnoughData as refusal:
            return None, str(refusal)

    def _goals(self, settings: Settings) -> NetworkGoals:
        share = self.reliance.largest_customer_share if self.reliance else float("nan")
        return network_goals(settings, self._before, self.map, share)


def _mapped(business: Business) -> NetworkMap:
    """Its map, with it in the middle where it stands there under its own name."""
    network, name = business.table("network"), business.name
    named = network[["source", "target"]].eq(name).any(axis=None)
    return network_map(network, business.get("organisations"), us=name if named else None)


def _sales(business: Business) -> pd.DataFrame | None:
    """What customers paid for; None where the business has no such table."""
    tables: Mapping = {name: business.get(name) for name in ("orders", "subscriptions")}
    return activity(**tables) if any(table is not None for table in tables.values()) else None
