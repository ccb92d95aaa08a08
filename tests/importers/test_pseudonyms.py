import pandas as pd

from helpers.importers.pseudonyms import identities, new_key, pseudonyms


def text(*values):
    return pd.Series(values, dtype="str")


def test_a_pseudonym_is_stable_for_a_key_and_differs_between_keys():
    people = identities(email=text("ana@example.org", "bo@example.org"))
    one, other = bytes(32), new_key()
    assert pseudonyms(people, one).tolist() == pseudonyms(people, one).tolist()
    assert not set(pseudonyms(people, one)) & set(pseudonyms(people, other))


def test_the_same_address_in_any_spelling_is_one_person():
    people = identities(email=text(" Zoë@Example.org", "zoë@example.ORG "))
    assert people.nunique() == 1


def test_composed_and_decomposed_letters_are_one_person():
    assert identities(email=text("zo\u00eb@x.example", "zoe\u0308@x.example")).nunique() == 1


def test_customer_seven_of_two_systems_is_two_people():
    assert identities(square=text("7")).item() != identities(stripe=text("7")).item()


def test_an_address_wins_over_a_number_and_holds_across_systems():
    assert identities(email=text("a@b.example"), stripe=text("cus_1")).item() == \
        identities(email=text("A@b.example")).item()


def test_keys_are_never_twice_the_same():
    assert new_key() != new_key()
