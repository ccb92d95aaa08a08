"""The community around the business: how large, how alive, and whether it goes with better trade.

How many: `community_size`. Who brings others: `referral_share`. Members beside the rest:
`members_against_others`, and how far to trust that: `matching_trial`.
"""

from helpers.analysis.community_size import (
    CommunitySize, ReferralShare, community_size, referral_share,
)
from helpers.analysis.matching_trial import MatchingTrial, matching_trial
from helpers.analysis.membership import (
    MatchedSpend, MembersAgainstOthers, members_against_others,
)

__all__ = [
    "CommunitySize", "MatchedSpend", "MatchingTrial", "MembersAgainstOthers", "ReferralShare",
    "community_size", "matching_trial", "members_against_others", "referral_share",
]
