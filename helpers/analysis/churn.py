"""Who leaves, when, and what keeps them: under contract and without one.

Under contract a customer leaves on a day: `survival`, `churn_rate`. Without one there is only
silence: `lapsed`. Who may be next: `at_risk_customers`. Whether a programme or marketing pays:
`program_effect`, `marketing_payback`.
"""

from helpers.analysis.at_risk import AtRisk, at_risk_customers
from helpers.analysis.payback import MarketingPayback, marketing_payback
from helpers.analysis.programme import ProgramEffect, program_effect
from helpers.analysis.silence import Lapsed, lapsed
from helpers.analysis.survival import ChurnRate, LogRank, Survival, churn_rate, survival

__all__ = [
    "AtRisk", "ChurnRate", "Lapsed", "LogRank", "MarketingPayback", "ProgramEffect", "Survival",
    "at_risk_customers", "churn_rate", "lapsed", "marketing_payback", "program_effect", "survival",
]
