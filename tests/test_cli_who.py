"""`growth who`, as typed."""

import pytest

from helpers.cli import main

ANA, NOBODY = "c-10864ed61b06c615", "c-0000000000000000"


@pytest.fixture
def shop(make_business):
    folder = make_business("shop_of_ours")
    (folder / ".key").write_bytes(bytes(32))
    (folder / "mailing.csv").write_text("Mail,Full name,Phone\nana@example.org,=Ana,+44 20 7946\n")
    return folder


def test_people_are_told_a_line_each(shop, capsys):
    assert main(["who", ANA, "--in", str(shop / "mailing.csv")]) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        f"{ANA}  ana@example.org  =Ana  +44 20 7946")


def test_who_is_not_found_is_told_and_the_exit_code_says_so(shop, capsys):
    assert main(["who", NOBODY, ANA, "--in", str(shop / "mailing.csv")]) == 1
    assert f"Not found: {NOBODY}" in capsys.readouterr().out


def test_a_whole_list_is_written_for_its_owner_alone_and_not_told(shop, capsys, tmp_path):
    (tmp_path / "list.csv").write_text(f"pseudonym,chance\n{ANA},0.9\n")
    out = tmp_path / "people.csv"
    assert main(["who", "--list", str(tmp_path / "list.csv"), "--in", str(shop / "mailing.csv"),
                 "--out", str(out)]) == 0
    assert "ana@example.org" not in capsys.readouterr().out
    assert out.read_text() == (
        f"pseudonym,Mail,Full name,Phone\n{ANA},ana@example.org,'=Ana,+44 20 7946\n")
    assert out.stat().st_mode & 0o077 == 0


def test_nothing_is_written_unless_asked(shop, tmp_path):
    before = sorted(path.name for path in shop.iterdir())
    main(["who", ANA, "--in", str(shop / "mailing.csv")])
    assert sorted(path.name for path in shop.iterdir()) == before


def test_a_list_that_is_not_there_is_an_error_for_the_owner(shop, capsys):
    assert main(["who", "--list", "nowhere.csv", "--in", str(shop / "mailing.csv")]) == 1
    assert "There is no file nowhere.csv" in capsys.readouterr().err
