"""What a business that runs its basics well can say of itself, one statement a line.

The five functions are those that every business has. The statements and the scale are this
workbook's own: plain, and open to argument. Each can be said by an owner who works alone, too.
"""

from dataclasses import dataclass

FINANCE, CUSTOMERS, OPERATIONS = "finance", "customers", "operations"
LEGAL, PEOPLE = "legal and regulatory", "people"
FUNCTIONS = (FINANCE, CUSTOMERS, OPERATIONS, LEGAL, PEOPLE)

# What each rating means, the same for every statement.
LEVELS = {
    1: "not at all", 2: "now and then", 3: "mostly, by habit", 4: "always, and written down",
    5: "always, checked and made better",
}


@dataclass(frozen=True)
class Statement:
    """A statement that the owner rates from 1 to 5, as in `LEVELS`."""

    name: str
    function: str
    area: str
    text: str


STATEMENTS = (
    Statement("knows_what_earns", FINANCE, "revenue",
              "I know which products, jobs or customers earn money and which do not."),
    Statement("watches_costs", FINANCE, "expenses",
              "I look at what goes out at least once a month, and stop what is not needed."),
    Statement("plans_money", FINANCE, "budget and forecast",
              "I have a budget for the year and compare it with what happened."),
    Statement("sees_cash_ahead", FINANCE, "budget and forecast",
              "I know today whether the cash will last for the next three months."),
    Statement("keeps_accounts", FINANCE, "accounts",
              "The books are up to date within a month, and private money is kept apart."),
    Statement("gets_paid", FINANCE, "accounts",
              "Invoices go out at once and late payers hear from me."),

    Statement("knows_buyers", CUSTOMERS, "marketing",
              "I can say who my best customers are and how they found me."),
    Statement("measures_marketing", CUSTOMERS, "marketing",
              "I know what a new customer costs me, and drop what brings none."),
    Statement("follows_enquiries", CUSTOMERS, "sales",
              "Every enquiry gets an answer on time, and an offer is followed up."),
    Statement("keeps_promises", CUSTOMERS, "service",
              "Customers get what was promised when it was promised; if not, I put it right."),
    Statement("keeps_customer_records", CUSTOMERS, "customer records",
              "What was sold to whom, and agreed with them, is in one place that I can search."),
    Statement("asks_customers", CUSTOMERS, "feedback",
              "I ask customers what they think, and can name a thing I changed because of it."),

    Statement("writes_down_how", OPERATIONS, "process",
              "How we do the main jobs is written down, so that another could do them from it."),
    Statement("knows_what_holds_up", OPERATIONS, "process",
              "I know which step holds up the rest, and work on that one first."),
    Statement("has_what_it_takes", OPERATIONS, "resources",
              "Stock, tools and time are there when they are needed, and seldom lie idle."),
    Statement("has_second_source", OPERATIONS, "resources",
              "If my most important supplier or machine failed, I know what I would do."),
    Statement("uses_tools", OPERATIONS, "technology",
              "Software or machines do what is the same each time, and backups are tested."),
    Statement("counts_errors", OPERATIONS, "quality",
              "Mistakes, returns and work done twice are counted, and the cause is looked for."),

    Statement("has_licences", LEGAL, "licences",
              "I know every permit, registration and insurance we need, and when each runs out."),
    Statement("meets_deadlines", LEGAL, "tax and filing",
              "Tax and other filings are in on time, from a list of dates and not from memory."),
    Statement("writes_contracts", LEGAL, "contracts",
              "What is agreed with customers, suppliers and partners is in writing."),
    Statement("protects_data", LEGAL, "data protection",
              "I know which personal data we keep, why, who sees them and when they are deleted."),
    Statement("works_safely", LEGAL, "health and safety",
              "The dangers of the work are known and lessened, for everyone who is there."),

    Statement("finds_people", PEOPLE, "hiring",
              "I know what help is needed next, hired or bought in, and how I would choose it."),
    Statement("trains", PEOPLE, "training",
              "Time for learning is set aside for everyone, me included, and used."),
    Statement("agrees_what_is_expected", PEOPLE, "performance",
              "Everyone, or I alone, has a few goals and looks at them with somebody regularly."),
    Statement("talks", PEOPLE, "communication",
              "Those who work here, or with me, hear what matters and say what goes wrong."),
    Statement("can_be_away", PEOPLE, "cover",
              "If I were ill for a month, the business would go on: somebody knows how."),
    Statement("keeps_well", PEOPLE, "well-being",
              "Hours and rest are such that we, or I, can keep this up for years."),
)
