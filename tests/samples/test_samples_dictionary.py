"""The data dictionary says what the schemas and the truths say."""

import copy
import dataclasses

import pytest

from helpers import open_business
from helpers.core.formats import PLAIN, Format
from helpers.core.places import SAMPLES
from helpers.core.tables import NUMBER, SCHEMAS, Column
from helpers.samples import dictionary, sample_names, truths_of
from helpers.samples.stories.sales import (
    bakery_story, plain_difference, plumber_story, saas_story, shop_story,
)
from helpers.samples.stories.surroundings import around_story


@pytest.fixture(scope="module")
def text():
    return dictionary.data_dictionary()


def test_the_dictionary_in_data_is_what_the_schemas_say(text):
    assert (SAMPLES / "README.md").read_text(encoding="utf-8") == text


def test_every_table_and_column_is_explained(text):
    for schema in SCHEMAS.values():
        section = text.split(f"### `{schema.name}`\n")[1].split("\n### ")[0]
        for column in schema.columns:
            assert f"| `{column.name}` | {column.meaning} |" in section
        for word in (word for column in schema.columns for word in column.choices):
            assert f"`{word}`" in section


def test_a_new_column_in_a_schema_reaches_the_dictionary(monkeypatch):
    orders = SCHEMAS["orders"]
    tips = Column("tip", NUMBER, "what was left for the staff", required=False, at_least=0)
    more = dataclasses.replace(orders, columns=(*orders.columns, tips))
    monkeypatch.setitem(dictionary.SCHEMAS, "orders", more)
    line = "| `tip` | what was left for the staff | number, 0 or more | optional |"
    assert line in dictionary.data_dictionary()


@pytest.mark.parametrize("name", sample_names())
def test_the_rows_told_are_the_rows_there(name, text):
    business = open_business(name)
    section = text.split(f"## `{name}`")[1].split("\n## ")[0]
    for table in business.tables:
        assert f"| `{table}.csv` | {PLAIN.number(len(business.table(table)))} |" in section


@pytest.mark.parametrize(("name", "story", "path"), [
    ("saas", saas_story, ("plans", "Solo", "churn_per_month")),
    ("saas", saas_story, ("plan_changes", "Team", "per_month")),
    ("saas", saas_story, ("onboarding", "hazard_ratio")),
    ("saas", saas_story, ("offer", "hazard_ratio")),
    ("saas", saas_story, ("channels", "search ads", "conversion")),
    ("shop", shop_story, ("segments", "collectors", "return_chance")),
    ("shop", shop_story, ("return_chance_by_first_channel", "social")),
    ("shop", shop_story, ("membership_adds",)),
    ("shop", shop_story, ("segments", "collectors", "joins")),
    ("shop", shop_story, ("categories", "Candles", "elasticity")),
    ("shop", shop_story, ("categories", "Candles", "cost_share")),
    ("shop", shop_story, ("categories", "Candles", "returned")),
    ("shop", shop_story, ("days_between_orders",)),
    ("shop", shop_story, ("growth_per_month",)),
    ("shop", shop_story, ("christmas", "price_rise")),
    ("bakery", bakery_story, ("categories", "Bread", "weekdays", "saturday")),
    ("bakery", bakery_story, ("categories", "Bread", "trend_per_year")),
    ("bakery", bakery_story, ("events", "town fair", "lift")),
    ("bakery", bakery_story, ("days_known_ahead",)),
    ("bakery", bakery_story, ("rain", "wet_day_ratio")),
    ("bakery", bakery_story, ("products", "Lemonade", "per_10_degrees")),
    ("bakery", bakery_story, ("products", "Sourdough loaf", "cover")),
    ("bakery", bakery_story, ("products", "Celebration cake", "per_day")),
    ("bakery", bakery_story, ("elasticity",)),
    ("bakery", bakery_story, ("days_stray",)),
    ("bakery", bakery_story, ("segments", "commuters", "visits_per_week")),
    ("bakery", bakery_story, ("segments", "commuters", "stop_per_month")),
    ("bakery", bakery_story, ("bread_club", "stopping_ratio")),
    ("plumber", plumber_story, ("jobs_per_month",)),
    ("plumber", plumber_story, ("came_before",)),
    ("plumber", plumber_story, ("services", "Leak repair", "share")),
    ("plumber", plumber_story, ("services", "Leak repair", "price")),
    ("plumber", plumber_story, ("finances", "owner_takes")),
    ("plumber", plumber_story, ("network", "organisations", "Bluebird Diner", "of_revenue")),
    ("bakery", around_story, ("finances", "unsold")),
    ("bakery", around_story, ("finances", "people", "2024-05")),
    ("bakery", around_story, ("finances", "suppliers_paid_after_days")),
    ("bakery", around_story, ("finances", "watch")),
    ("bakery", around_story, ("budget", "growth", "revenue")),
    ("bakery", around_story, ("budget", "misses", "rent")),
    ("bakery", around_story, ("feedback", "groups", "yes", "promoters")),
    ("bakery", around_story, ("feedback", "change", "detractors")),
    ("bakery", around_story, ("feedback", "who_answers")),
    ("bakery", around_story, ("network", "organisations", "Hollin Mill", "of_goods")),
    ("bakery", around_story, ("community", "members_spend_more")),
    ("bakery", around_story, ("community", "chance_doubles_with")),
    ("bakery", around_story, ("community", "who_refers")),
    ("bakery", around_story, ("community", "activities", "post", "per_month")),
    ("saas", around_story, ("finances", "cost_of_service")),
])
def test_a_changed_truth_is_told_changed(name, story, path):
    truths = copy.deepcopy(truths_of(name))
    before = story(truths, Format())
    place = truths
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] *= 2
    assert story(truths, Format()) != before


def test_the_plain_difference_is_the_programme_and_the_selection():
    truths = {"membership_adds": 0.1, "segments": {
        "keen": {"share": 0.5, "return_chance": 0.8, "joins": 0.75},
        "cool": {"share": 0.5, "return_chance": 0.4, "joins": 0.25},
    }}
    assert plain_difference(truths) == pytest.approx(0.1 + 0.7 - 0.5)
