"""Community: the people around the business, and what they bring."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "charts": (
        "activity_plan_chart", "community_chart", "members_chart", "plan_height",
        "self_review_chart",
    ),
    "matching": ("MatchingTrial", "matching_trial"),
    "membership": ("MatchedSpend", "MembersAgainstOthers", "members_against_others"),
    "planning": ("Activity", "ActivityPlan", "activity_plan", "ACTIVITIES"),
    "review": ("SelfReview", "self_review", "LEVELS", "QUALITIES", "STATEMENTS"),
    "size": ("CommunitySize", "ReferralShare", "community_size", "referral_share"),
    "widgets": (
        "CommunityPlanWidget", "CommunityReviewWidget", "community_plan_view", "community_view",
        "with_review",
    ),
})
