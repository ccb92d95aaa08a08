"""How judgements and signals become scores: every question, every weight, in one place to read.

Ansoff (1957) named the strategies and the order of their risk. The questions, the scales and the
weights are this workbook's own: plain, open to argument, and the same for everyone. Change them
here.
"""

from helpers.stats.scoring import Judgement

PENETRATION = "market penetration"
MARKETS = "market development"
PRODUCTS = "product development"
RELATED = "related diversification"
UNRELATED = "unrelated diversification"

ATTRACTIVENESS, FEASIBILITY, LOW_RISK = "attractiveness", "feasibility", "low risk"
CRITERIA = (ATTRACTIVENESS, FEASIBILITY, LOW_RISK)

JUDGEMENTS = (
    Judgement("room_in_market",
              "How much more could the kind of customers you serve now, where you are, buy of what "
              "you sell?",
              "hardly anything: nearly all of them buy it from us", "many times what we sell them"),
    Judgement("market_outlook",
              "What will your present market do over the next five years?",
              "shrink fast", "grow fast"),
    Judgement("advantage",
              "How hard would it be for a rival to offer your customers the same?",
              "anyone could do it tomorrow", "it would take years"),
    Judgement("new_market_pull",
              "How much do people elsewhere, or of another kind, want what you sell?",
              "nobody asks", "they come and ask us"),
    Judgement("reach",
              "How ready are you to sell to them: delivery, language, rules, someone on the spot?",
              "we would start from nothing", "we could start next week"),
    Judgement("unmet_needs",
              "How often do your customers ask for something you do not have?",
              "never", "every day"),
    Judgement("development_skill",
              "How good are you at getting a new product or service ready and sold?",
              "we have never done it", "we do it every season"),
    Judgement("related_opening",
              "How attractive is a neighbouring trade, new to you and for new customers?",
              "nothing there for us", "a gap waiting to be filled"),
    Judgement("carry_over",
              "How much of your skills, suppliers, equipment and name would count there?",
              "none", "nearly all"),
    Judgement("unrelated_opening",
              "How attractive is a quite different business you could go into?",
              "nothing in sight", "a rare chance on the table"),
    Judgement("resources",
              "How much money and people's time could you put into something new without harming "
              "what you have?",
              "none: we are stretched", "plenty, for a year or more"),
)

RISK_APPETITE = Judgement(
    "risk_appetite", "How do you feel about risk, if the prize is larger?",
    "I must not lose what we have", "I would put a lot at stake")

# What a signal has to be to count as none at all (0) and as much as it can be (1).
SIGNAL_SCALES = {
    "repeat_rate": (0.0, 0.6),
    "top_tenth_share": (0.1, 0.7),
    "basket_breadth_share": (0.0, 0.6),
    "beyond_home_share": (0.0, 0.5),
    "new_customer_share": (0.0, 0.8),
    "trend": (-0.2, 0.2),
}

# How safe each strategy usually is, from 0 to 1: the less of it is familiar, the less safe.
USUAL_SAFETY = {PENETRATION: 0.9, MARKETS: 0.65, PRODUCTS: 0.6, RELATED: 0.4, UNRELATED: 0.1}
USUALLY_SAFE = "usually safe"

# A score is the mean of its items, each between 0 and 1, by these weights. A negative weight counts
# the item the other way round (1 − item). An item not known is left out, with its weight.
MAPPING = {
    PENETRATION: {
        ATTRACTIVENESS: {"room_in_market": 4, "market_outlook": 2, "trend": 1,
                         "repeat_rate": -1, "basket_breadth_share": -1},
        FEASIBILITY: {"advantage": 4, "resources": 1, "trend": 1},
        LOW_RISK: {USUALLY_SAFE: 4, "market_outlook": 1, "top_tenth_share": -1},
    },
    MARKETS: {
        ATTRACTIVENESS: {"new_market_pull": 5, "repeat_rate": 1, "top_tenth_share": 1},
        FEASIBILITY: {"reach": 4, "resources": 2, "beyond_home_share": 1, "new_customer_share": 1},
        LOW_RISK: {USUALLY_SAFE: 4, "reach": 1, "beyond_home_share": 1},
    },
    PRODUCTS: {
        ATTRACTIVENESS: {"unmet_needs": 5, "market_outlook": 1},
        FEASIBILITY: {"development_skill": 4, "resources": 2, "repeat_rate": 1,
                      "basket_breadth_share": 1},
        LOW_RISK: {USUALLY_SAFE: 4, "development_skill": 1, "top_tenth_share": -1},
    },
    RELATED: {
        ATTRACTIVENESS: {"related_opening": 5, "market_outlook": -1, "trend": -1},
        FEASIBILITY: {"carry_over": 3, "resources": 3, "development_skill": 1, "reach": 1},
        LOW_RISK: {USUALLY_SAFE: 4, "carry_over": 1, "top_tenth_share": 1},
    },
    UNRELATED: {
        ATTRACTIVENESS: {"unrelated_opening": 5, "market_outlook": -1, "trend": -1},
        FEASIBILITY: {"resources": 5, "development_skill": 1},
        LOW_RISK: {USUALLY_SAFE: 4, "resources": 1, "top_tenth_share": 1},
    },
}

# The weight of low risk falls from the first to the second as risk appetite rises from 0 to 10;
# attractiveness and feasibility share the rest equally.
LOW_RISK_WEIGHT = (0.5, 0.1)

QUADRANTS = {
    PENETRATION: "the same products for the same kind of customers",
    MARKETS: "the same products for new customers",
    PRODUCTS: "new products for the same customers",
    RELATED: "new products for new customers, near what you do now",
    UNRELATED: "new products for new customers, in a different trade",
}

# Four weeks, a step each.
NEXT_STEPS = {
    PENETRATION: (
        "List the customers who bought last year and not since; ring or write to twenty and ask "
        "why.",
        "Find the two things that those who buy most often buy first, and put them in front of "
        "everyone else.",
        "Try one reason to come back sooner (a reminder, a bundle, a card) on half of your "
        "customers, and keep the other half as it is.",
        "Compare the halves, count what it cost, and decide on a date whether to keep it.",
    ),
    MARKETS: (
        "Write down who already buys from further away or unlike the rest; talk to five of them "
        "about how they found you.",
        "Choose one place or one kind of customer, and find out what delivery, rules and prices "
        "there would be.",
        "Sell there in the smallest way there is: a market day, one reseller, one page, for a "
        "sum you can lose.",
        "Count orders, what each one cost to win and what it left; set the numbers at which you "
        "would go on or stop.",
    ),
    PRODUCTS: (
        "Collect every wish your customers voiced this month; ask ten regulars which they would "
        "pay for.",
        "Pick one, work out its price and its cost, and what it would take the place of.",
        "Make a first batch, or a description with a price, and offer it to regulars only.",
        "Count who bought and who bought again; keep it, change it or drop it.",
    ),
    RELATED: (
        "List what you are known for and what you own that the neighbouring trade needs too; name "
        "what is missing.",
        "Visit three businesses that do it already, far enough away to talk to you.",
        "Find a partner or a first customer for one small order, with what you have.",
        "Work out money and time for a year, the most you may lose, and the day you would stop.",
    ),
    UNRELATED: (
        "Write down why you should be the one to do this, and who does it now.",
        "Spend the week working beside someone in that trade.",
        "Put figures to it with your accountant: money in, months until it pays, what happens to "
        "the present business if it fails.",
        "Fix the most you will put in and keep it apart from the present business, in its own "
        "account and, best, its own firm.",
    ),
}
