import pandas as pd

from helpers import open_business
from helpers.importers.pseudonyms import identities, key_of, list_pseudonyms, new_key, pseudonyms


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


def test_the_folder_s_own_key_comes_first(business, businesses):
    folder = business("EUR")
    assert key_of(open_business(folder)) is None
    drawn = key_of(open_business(folder), make=True)
    (folder / ".key").write_bytes(bytes(32))
    assert key_of(open_business(folder)) == bytes(32) != drawn


def test_the_machine_s_key_is_made_once_whoever_comes_first(business, businesses):
    folder = business("EUR")
    first = key_of(open_business(folder), make=True)
    kept = (businesses / ".key").read_bytes()
    assert key_of(open_business(folder), make=True) == first
    assert (businesses / ".key").read_bytes() == kept
    assert first != kept, "a business's key does not open the others'"


def test_a_list_names_a_person_as_an_import_would():
    ids = text(" ANA@example.org", "17", "17.0", "c-0123456789abcdef", "c-0123")
    made = list_pseudonyms(ids, bytes(32))
    as_imported = pseudonyms(identities(customer=ids), bytes(32))
    assert made.drop(3).tolist() == as_imported.drop(3).tolist()
    assert made[3] == ids[3]
    assert made[1] == made[2]
