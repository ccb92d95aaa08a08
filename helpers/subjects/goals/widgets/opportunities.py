"""The opportunity ranking: five sources of growth, scored and weighed by the owner."""

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from helpers.charts.firmness import firmness_chart, firmness_height
from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.subjects.goals.charts.opportunities import opportunities_height, opportunity_chart
from helpers.subjects.goals.opportunities import (
    CRITERIA, CRITERION_NAMES, SOURCES, SOURCE_NAMES, OpportunityRanking, Source,
    rank_opportunities,
)
from helpers.widgets.base import AnalysisWidget, Choice, Detail, Question, Settings, Slider, Words
from helpers.widgets.stand_in import stand_in

SHOWN, WEIGHT, MIDDLE = "shown", "weight", 5
MOST_FLIPS = 3
KEYS = {name: name.replace(" ", "_") for name in SOURCE_NAMES}
TO_SHOW = [*((name, key) for name, key in KEYS.items()), ("the weights of the criteria", WEIGHT)]


def opportunity_view(business: Business, settings: Settings) -> OpportunityRanking:
    """What the opportunity widget answers under its settings, without the widget.

    Parameters
    ----------
    business : Business
        No table is needed; the owner's earlier scores are compared where there are any.
    settings : mapping
        `market_expansion_prize` and so on: a score from 0 to 10 for each source of growth and
        criterion; `weight_prize` and so on: each criterion's weight from 0 to 10. What is left out
        stands in the middle.

    Examples
    --------
    >>> from helpers import open_business
    >>> opportunity_view(open_business("shop"), {"partnerships_prize": 9}).choice
    'partnerships'
    """
    ranking = _ranked(settings)
    earlier = business.answers.before("opportunities")
    if not earlier:
        return ranking
    return ranking.since(_ranked(earlier), pd.Timestamp(earlier["date"]))


def ranked_ideas(ranking: OpportunityRanking, settings: Settings) -> pd.DataFrame:
    """The sources of growth in order, with what each would be in this business.

    Examples
    --------
    >>> settings = {"partnerships_idea": "supply the café", "partnerships_prize": 8}
    >>> ranked_ideas(_ranked(settings), settings)["here it would be"].head(2).tolist()
    ['supply the café', '–']
    """
    ideas = [settings.get(f"{KEYS[name]}_idea") or "–" for name in ranking.values.index]
    return pd.DataFrame({
        "here it would be": ideas, "total, 0 to 10": ranking.values,
        "first near your weights": ranking.firmness.neighbourhood[1][ranking.values.index],
        "first over all weights": ranking.acceptability[1][ranking.values.index],
    }).rename_axis("source of growth")


def with_scores(business: Business, *, sample: str) -> Business:
    """The business itself if its owner has scored an opportunity, else a sample as a stand-in.

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
    >>> with_scores(open_business("bakery"), sample="bakery").folder.name
    'bakery'
    """
    saved = business.answers.get("opportunities")
    if isinstance(saved, Mapping) and (_scores(saved) != MIDDLE).to_numpy().any():
        return business
    return stand_in(business, sample, question="a ranking of opportunities",
                    need="scores, given in the lesson on opportunities")


class OpportunityWidget(AnalysisWidget):
    """Scores for five sources of growth, weights for the criteria, and how firm the order is.

    Parameters
    ----------
    business : Business
        No table is needed.

    Examples
    --------
    >>> from helpers import open_business
    >>> widget = OpportunityWidget(open_business("shop"))
    >>> widget.section, len(widget.result.values)
    ('opportunities', 5)
    """

    section = "opportunities"
    judgements = True

    def choices(self) -> list[Question]:
        """What to score now; the scores of each source, with the owner's idea; the weights."""
        return [
            Choice(SHOWN, "Score now", lambda _: TO_SHOW),
            *(question for source in SOURCES for question in _questions(source)),
            *(Slider(_weight(criterion), f"How much should {criterion} count?",
                     low="not at all", high="more than all else")
              for criterion in CRITERION_NAMES),
        ]

    def is_shown(self, name: str, settings: Settings) -> bool:
        """Whether a control stands in the panel: one source's at a time, or the weights."""
        return name == SHOWN or name.startswith(f"{settings[SHOWN]}_")

    def view(self, settings: Settings) -> OpportunityRanking:
        return opportunity_view(self.business, settings)

    def draw(self, result: OpportunityRanking, settings: Settings, figure: HouseFigure) -> None:
        heights = [opportunities_height(len(result.values)), firmness_height(len(result.values))]
        table, firmness = stacked_axes(figure, heights)
        opportunity_chart(result, ax=table, format=self.business.format)
        firmness_chart(result.firmness, ax=firmness, format=self.business.format)

    def sentence(self, result: OpportunityRanking, settings: Settings) -> str:
        if len(result.tied) == len(result.values) - 1:
            return "All sources score alike, so none comes first yet. Move the sliders."
        return super().sentence(result, settings)

    def details(self, result: OpportunityRanking, settings: Settings) -> list[Detail]:
        return [Detail("What would change the order", self._flips(result))]

    def table(self, result: OpportunityRanking, settings: Settings) -> pd.DataFrame:
        return result.scores.join(ranked_ideas(result, settings)).rename_axis(
            "source of growth").reset_index()

    @cached_property
    def panel(self):
        """The live controls, those of one source at a time."""
        from helpers.widgets.in_parts import PartsPanel

        return PartsPanel(self)

    def _flips(self, result: OpportunityRanking) -> list[str]:
        write = self.business.format
        scores = [f"The {flip.criterion} of {flip.name} from {write.number(flip.before)} to "
                  f"{write.number(flip.after)}: {flip.choice}."
                  for flip in result.flips[:MOST_FLIPS]]
        weights = [f"The weight of {flip.criterion} from {write.percent(flip.before)} beyond "
                   f"{write.percent(flip.after)}: {flip.choice}."
                   for flip in result.weight_flips[:MOST_FLIPS]]
        return [*scores, *weights] or ["No single score or weight."]


def _questions(source: Source) -> list[Question]:
    """What it would be here, and its scores."""
    key, name = KEYS[source.name], source.name.capitalize()
    return [
        Words(f"{key}_idea", f"{name}: what would that be in your business?",
              placeholder=source.examples[0]),
        *(Slider(f"{key}_{asked.name}", f"{name}. {asked.question}", low=asked.low, high=asked.high)
          for asked in CRITERIA),
    ]


def _weight(criterion: str) -> str:
    return f"{WEIGHT}_{criterion}"


def _ranked(settings: Settings) -> OpportunityRanking:
    """The order under scores and weights; weights of nought throughout count as equal."""
    weights = {name: settings.get(_weight(name), MIDDLE) for name in CRITERION_NAMES}
    return rank_opportunities(_scores(settings), weights=weights if any(weights.values()) else None)


def _scores(settings: Settings) -> pd.DataFrame:
    return pd.DataFrame(
        [[settings.get(f"{key}_{criterion}", MIDDLE) for criterion in CRITERION_NAMES]
         for key in KEYS.values()], index=SOURCE_NAMES, columns=CRITERION_NAMES)
