import os
import re
import socketserver
import sys
import threading
import time
from io import BytesIO

import pandas as pd
import psutil
import pypdf
import pytest
from nbformat.v4 import new_notebook, new_output

from helpers.charts.style import describe, new_axes
from helpers.core.browser import CHOSEN, chromium
from helpers.core.formats import PLAIN
from helpers.lessons import Lesson
from helpers.lessons.outputs import FINDING_MIME, TABLE_MIME
from helpers.reports.output.pdf import CannotPrint, paper, print_pdf
from helpers.reports.output.render import Page, render_report
from helpers.reports.reading import read_notebook

from .little_course import code, prose

DATE = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^)]+\)")
SIZES = {"A4": (210, 297), "Letter": (215.9, 279.4)}  # millimetres
POINTS = 72 / 25.4

needs_chromium = pytest.mark.skipif(chromium() is None, reason="no Chromium is installed")


def shown(data, **metadata):
    cell = code("", "report")
    cell.outputs = [new_output("display_data", data=data, metadata=metadata)]
    return cell


def chart(name, hatch=None):
    """A cell that shows a chart with its name at the top and at the bottom."""
    ax = new_axes()
    ax.bar([0, 1, 2], [3, 1, 2], hatch=hatch, alpha=0.5)
    ax.set_title(f"{name} top")
    ax.set_xlabel(f"{name} bottom")
    describe(ax, f"Bars of {name}.")
    data, metadata = ax.figure._repr_mimebundle_()
    return shown({**data, "image/svg+xml": ax.figure.svg()}, **metadata)


def table(columns, rows=1):
    """A cell that shows a table of large amounts, with another heading and amount at its end."""
    names = [f"month {number}" for number in range(1, columns)] + ["LAST"]
    frame = pd.DataFrame([["£81,234,567.00"] * (columns - 1) + ["£98,765,432.10"]] * rows,
                         columns=names)
    cells = frame.to_html(index=False).replace("<td>", '<td class="money">')
    about = {"title": "Wide", "columns": [{"name": n, "kind": "money"} for n in names], "rows": []}
    return shown({TABLE_MIME: about, "text/html": cells})


def named_rows(name):
    """A cell that shows a table of twelve rows, each with its number after the name."""
    frame = pd.DataFrame({"row": [f"{name}{row}." for row in range(12)]})
    about = {"title": name, "columns": [{"name": "row", "kind": "text"}], "rows": []}
    return shown({TABLE_MIME: about, "text/html": frame.to_html(index=False)})


def page_of(*cells, paper="A4", name="Rye & Co"):
    """A report's page of one finding and these cells."""
    cells = [shown({FINDING_MIME: {"text": "Sales doubled."}}), *cells]
    for cell in cells:
        cell.metadata["growth"] = {"lesson": "1.1", "section": "Sales", "part": ""}
    notebook = new_notebook(cells=cells)
    lesson = Lesson(None, "1.1", "Sales", "What sells?", 1, 1, (), "Sales", "What sells?")
    sections = read_notebook(notebook, [lesson]).sections
    page = Page(name, PLAIN, "", "1 Apr 2025", tuple(sections), (), (), (), {"Python": "3"})
    return render_report(page, paper=paper)


def printed(*cells, **options):
    return pypdf.PdfReader(BytesIO(print_pdf(page_of(*cells, **options))))


def pieces(page):
    """Each run of text on a page with how far from the left it begins, in points."""
    found = []

    def keep(text, to_user, to_text, font, size):
        if text.strip():
            found.append((text, to_text[4] * to_user[0] + to_text[5] * to_user[2] + to_user[4]))

    page.extract_text(visitor_text=keep)
    return found


@pytest.fixture(scope="module")
def report():
    """A report of one of each, as printed on A4."""
    if chromium() is None:
        pytest.skip("no Chromium is installed")
    return printed(
        prose("### What sells?", "report"), chart("plain"),
        prose("### How often?", "report"), chart("hatched", hatch="////"),
    )


@pytest.mark.parametrize("country, locale, expected", [
    ("US", "en_US", "Letter"), ("CA", "fr_CA", "Letter"), ("MX", "es_MX", "Letter"),
    ("PH", "en_PH", "Letter"), ("GB", "en_GB", "A4"), ("DE", "en_US", "A4"),
    (None, "en_US", "Letter"), (None, "de", "A4"),
])
def test_the_paper_is_what_is_usual_where_the_business_is(country, locale, expected):
    assert paper(country, locale) == expected


@needs_chromium
@pytest.mark.parametrize("name", ["A4", "Letter"])
def test_pages_have_the_papers_size_and_their_numbers(name):
    pdf = printed(*(prose(f"Words {number}. " * 500, "report") for number in range(3)), paper=name)
    count = len(pdf.pages)
    assert count > 1
    for number, page in enumerate(pdf.pages, start=1):
        size = [float(side) / POINTS for side in page.mediabox[2:]]
        assert size == pytest.approx(SIZES[name], abs=0.5)
        assert f"{number} / {count}" in page.extract_text()


def test_it_can_be_read_aloud(report):
    root = report.root_object
    assert report.metadata.title == "Rye & Co: growth report"
    assert root["/Lang"].startswith("en")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    tagged = list(tags(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/H3", "/P", "/Figure"} <= {kind for kind, _ in tagged}
    assert [alt for kind, alt in tagged if kind == "/Figure"] == [
        "Bars of plain.", "Bars of hatched."]


def tags(element):
    """Every structure element below one, as its kind and its alternative text."""
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict) and "/S" in child:
            yield child["/S"], child.get("/Alt")
            yield from tags(child)


def test_its_outline_holds_its_headings(report):
    def titles(entries):
        for entry in entries:
            yield from titles(entry) if isinstance(entry, list) else [entry.title]
    assert set(titles(report.outline)) >= {"Rye & Co", "What we found", "Sales", "What sells?",
                                           "How often?"}


def test_figures_are_drawn_in_vectors_and_their_words_can_be_found(report):
    streams = [one.get_object() for one in report.resolved_objects.values()]
    assert not [one for one in streams
                if isinstance(one, dict) and one.get("/Subtype") == "/Image"]
    text = "".join(page.extract_text() for page in report.pages)
    for words in ("plain top", "plain bottom", "hatched top", "hatched bottom"):
        assert words in text


@needs_chromium
@pytest.mark.parametrize("name", ["A4", "Letter"])
def test_no_column_of_a_table_is_cut_off(name):
    pdf = printed(*map(table, (6, 8, 12, 26)), paper=name)
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
    assert text.count("LAST") == text.count("£98,765,432.10") == 4
    # the widest is in three parts, each with the first column
    assert text.count("£81,234,567.00") == 5 + 7 + 11 + 25 + 2
    assert text.count("month1month") == 6
    for page in pdf.pages:
        margin, width = 15 * POINTS, float(page.mediabox.width)
        for run, left in pieces(page):
            least = 3.5 * len(run.strip())  # points, in the smallest print
            assert margin - 1 < left < width - margin - least + 1, run


@needs_chromium
def test_headings_stay_with_what_follows_and_pictures_are_whole():
    cells = [
        cell for number in range(12) for cell in (
            prose("words " * 120 * number + f"\n\n### Part{number}x", "report"),
            named_rows(f"Row{number}x") if number % 4 else chart(f"Chart{number}x"),
        )
    ]
    pages = [page.extract_text() for page in printed(*cells).pages]
    assert len(pages) > 6
    for number in range(12):
        whole = [f"Row{number}x{row}." for row in range(12)] if number % 4 else [
            f"Chart{number}x {end}" for end in ("top", "bottom")]
        assert sum(all(text in page for text in (f"Part{number}x", *whole)) for page in pages) == 1


@needs_chromium
def test_a_heading_stays_with_its_finding_though_findings_without_pictures_come_before():
    cells = [each for number in range(60) for each in (
        prose(f"## Question {number}.", "report"),
        shown({FINDING_MIME: {"text": f"Answer {number}."}}))]
    for page in printed(*cells, chart("After")).pages:
        questions, answers = (re.findall(rf"{kind} (\d+)\.", page.extract_text())
                              for kind in ("Question", "Answer"))
        assert questions == answers


@needs_chromium
def test_the_same_page_is_the_same_file_but_for_the_time_of_printing():
    page = page_of(chart("plain", hatch="//"), table(12))
    first = print_pdf(page)
    time.sleep(1.1)
    again = print_pdf(page)
    assert again != first
    assert DATE.sub(b"", again) == DATE.sub(b"", first)


@needs_chromium
def test_nothing_is_asked_of_the_network_even_by_a_page_that_wants_to(tmp_path):
    asked = []

    class Noting(socketserver.BaseRequestHandler):
        def handle(self):
            asked.append(self.client_address)

    with socketserver.TCPServer(("127.0.0.1", 0), Noting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        print_pdf(f"<p>x<img src='http://127.0.0.1:{port}/a.png'>"
                  f"<img src='http://localhost:{port}/b.png'>"
                  f"<link rel=stylesheet href='http://[::ffff:127.0.0.1]:{port}/c.css'>")
        server.shutdown()
    assert asked == []


@needs_chromium
def test_nothing_is_left_behind(tmp_path):
    print_pdf("<p>x", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_a_browser_it_is_said_what_to_do(monkeypatch):
    monkeypatch.setenv(CHOSEN, "no-such-program")
    with pytest.raises(CannotPrint, match=f"Chromium.*{CHOSEN}"):
        print_pdf("<p>x")


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Puts a script in the browser's place."""
    def put(*lines):
        script = tmp_path / "chromium"
        script.write_text("\n".join([f"#!{sys.executable}", "import os, subprocess, sys, time",
                                     *lines]))
        script.chmod(0o755)
        monkeypatch.setenv(CHOSEN, str(script))
    return put


def test_a_browser_that_never_ends_is_ended_with_its_children(stand_in, tmp_path):
    stand_in("child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])",
             f"open({str(tmp_path / 'pids')!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')",
             "time.sleep(60)")
    private = tmp_path / "private"
    private.mkdir()
    with pytest.raises(CannotPrint, match="after 2 seconds"):
        print_pdf("<p>x", folder=private, seconds=2)
    pids = list(map(int, (tmp_path / "pids").read_text().split()))
    assert len(pids) == 2
    for pid in pids:
        assert not psutil.pid_exists(pid) or _ended(pid)
    assert list(private.iterdir()) == []


def _ended(pid):
    """Whether a process ends within a second: one without a parent waits for the system."""
    for _ in range(20):
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_a_browser_that_fails_is_told_in_its_own_words_without_the_private_folder(stand_in):
    stand_in("sys.stderr.write('first\\nno room in ' + os.environ['HOME'])")
    with pytest.raises(CannotPrint, match="chromium printed nothing: no room in …$"):
        print_pdf("<p>x")


def test_the_browser_gets_a_home_of_its_own_and_keeps_its_sandbox_unless_root(
    stand_in, tmp_path, monkeypatch
):
    stand_in(f"out = open({str(tmp_path / 'said')!r}, 'a')",
             "out.write(os.environ['HOME'] + '\\n' + '\\n'.join(sys.argv[1:]) + '\\n\\n')",
             "target = [a.split('=', 1)[1] for a in sys.argv if a.startswith('--print-to-pdf=')]",
             "open(target[0], 'w').write('%PDF')")
    for user in (0, 1000):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user, raising=False)
        assert print_pdf("<p>x", folder=tmp_path) == b"%PDF"
    root, other = (tmp_path / "said").read_text().strip().split("\n\n")
    assert "--no-sandbox" in root and "--no-sandbox" not in other
    for said in (root, other):
        home, *arguments = said.splitlines()
        assert home.startswith(str(tmp_path / "growth-pdf-"))
        assert f"--user-data-dir={home}/profile" in arguments
