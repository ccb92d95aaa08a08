"""Would customers recommend us, are they satisfied, and does that change or differ by group?

Would they recommend us: `net_promoter_score`, or `score_so_far` while answers still come in. Are
they satisfied: `customer_satisfaction`. Two results against each other: `difference_between`.
"""

from helpers.analysis.satisfaction_results import (
    Change, Difference, NetPromoterScore, Satisfaction, TooFewAnswers,
)
from helpers.analysis.satisfaction_scores import (
    customer_satisfaction, difference_between, net_promoter_score, score_so_far,
)

__all__ = [
    "Change", "Difference", "NetPromoterScore", "Satisfaction", "TooFewAnswers",
    "customer_satisfaction", "difference_between", "net_promoter_score", "score_so_far",
]
