"""`growth`: the commands, thin over the rooms that do the work."""

import argparse
import shutil
import sys
from pathlib import Path

from helpers.core.problems import MUST_FIX, OwnerError

FORMATS = "html,pdf,xlsx,ipynb"
UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 something to put right, 2 mistyped."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except OwnerError as error:
        print(f"{error.title}\n\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing was left half written.", file=sys.stderr)
        return 130


def doctor(options) -> int:
    from helpers.doctor import examine

    checks = examine()
    print(*checks, sep="\n")
    return 1 if any(check.failed for check in checks) else 0


def new(options) -> int:
    from helpers.core.new_business import new_business

    folder = new_business(options.name, currency=options.currency, country=options.country)
    print(f"Made {folder}.\n"
          f"Money is taken to be in {options.currency}; business.yaml says so and can be changed.\n"
          f"Next: fill in the tables you have, or bring an export with\n"
          f"  growth import shopify orders_export.csv --into {options.name}")
    return 0


def import_(options) -> int:
    from helpers.core.business import open_business
    from helpers.core.new_business import new_business
    from helpers.core.places import businesses_folder
    from helpers.importers import import_files

    folder = businesses_folder() / options.into
    made = not folder.exists() and Path(options.into).name == options.into
    if made:
        folder = new_business(options.into, currency=options.currency, tables=False)
    else:
        folder = open_business(options.into).folder
    try:
        brought = import_files(options.source, options.files, folder,
                               mapping=_mapping(options.map), not_products=options.not_products)
    except BaseException:
        if made:
            shutil.rmtree(folder)
        raise
    if made:
        print(f"Made {folder}; money is taken to be in {options.currency} "
              "(business.yaml says so and can be changed).\n")
    print(brought)
    print(f"\nNext:  growth check {options.into}")
    return 0


def check(options) -> int:
    from helpers.core.business import open_business

    business = open_business(options.business)
    problems = business.check()
    for problem in problems:
        print(f"[{problem.severity}] {problem}\n")
    must_fix = sum(problem.severity == MUST_FIX for problem in problems)
    tables = ", ".join(business.tables) or "no tables yet"
    print(f"{business.name}: {tables}. {must_fix} to put right, "
          f"{len(problems) - must_fix} worth a look.")
    return 1 if must_fix else 0


def report(options) -> int:
    from helpers.reports import make_reports
    from helpers.reports.progress import Bar, JsonLines, Silent
    from helpers.reports.records import Limits

    if options.scheduler and options.on != "dask":
        raise OwnerError("--scheduler is for --on dask.")
    watch = JsonLines() if options.json else Bar() if sys.stderr.isatty() else Silent()
    batch = make_reports(
        options.businesses, options.out, clients=options.clients,
        parameters=dict(options.parameter), formats=options.format, jobs=options.jobs,
        on=options.on, scheduler=options.scheduler, resume=options.resume,
        limits=Limits(options.timeout, options.memory), watch=watch,
    )
    if not options.json:
        print(batch)
    return batch.exit_code


def who(options) -> int:
    from helpers.core.files import csv_for_spreadsheets
    from helpers.core.on_disk import write_atomically
    from helpers.importers.identify import find_people, read_list

    wanted = [*options.pseudonyms, *(read_list(options.list) if options.list else ())]
    found = find_people(wanted, options.export, options.business, column=options.column)
    if options.out:
        write_atomically(Path(options.out), csv_for_spreadsheets(found.people), private=True)
        print(f"{found.summary}\nWritten to {options.out}: it holds names, so keep it safe.")
    else:
        print(found)
    return 1 if found.missing else 0


def progress(options) -> int:
    from helpers.lessons.lesson import all_lessons
    from helpers.lessons.progress import progress

    print(progress(all_lessons()))
    return 0


def lesson(options) -> int:
    from helpers.core.places import HOW_TO_WRITE

    if options.new:
        return _new_lesson(options)
    print(HOW_TO_WRITE.read_text(encoding="utf-8"), end="")
    return 0


def _new_lesson(options) -> int:
    from helpers.core.places import ROOT
    from helpers.lessons.new_lesson import new_lesson

    given = {"a number": options.number, "--subject": options.subject, "--tables": options.tables}
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise OwnerError(f"A new lesson also needs {', '.join(missing)}. For instance:  growth "
                         "lesson new 2.10 --subject experiments --tables experiments")
    files = new_lesson(options.number, options.subject, table=options.tables,
                       title=options.title or f"Lesson {options.number.replace('.', ' ')}")
    for path in files:
        print(path.relative_to(ROOT))
    print(f"Now: make lesson N={options.number}, and write over what these files say.")
    return 0


def app(options) -> int:
    from helpers.app import serve

    serve(port=options.port, host=options.host, token=options.token,
          open_browser=not options.no_browser,
          announce=lambda address: print(f"The lessons are at {address}\n"
                                         "Stop with Ctrl+C.", flush=True))
    return 0


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        column, equals, heading = pair.partition("=")
        if not equals or not column or not heading:
            raise OwnerError(f"“{pair}” is not of the form column=heading, "
                             "such as order_id=InvoiceNo.")
        mapping[column] = heading
    return mapping


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="growth", description="SMB Growth Workbook: your business's data in, answers out.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name, run, help):
        added = commands.add_parser(name, help=help, description=help, allow_abbrev=False)
        added.set_defaults(run=run)
        return added

    command("doctor", doctor, "check that everything the workbook needs is in place")

    made = command("new", new, "make a folder for a business, with commented settings")
    made.add_argument("name", metavar="NAME")
    made.add_argument("--currency", default="GBP", help="three letters (default: %(default)s)")
    made.add_argument("--country", help="two letters, such as GB")

    brought = command("import", import_, "turn another system's export into a business's tables")
    brought.add_argument("source", metavar="SOURCE",
                         help="shopify, square, stripe, woocommerce, or csv for any other list")
    brought.add_argument("files", metavar="FILE", nargs="+")
    brought.add_argument("--into", metavar="NAME", required=True,
                         help="the business; its folder is made if there is none")
    brought.add_argument("--currency", default="GBP",
                         help="the money of a business made now (default: %(default)s)")
    brought.add_argument("--map", metavar="COLUMN=HEADING", nargs="+", action="extend", default=[],
                         help="for csv: which heading holds which column; remembered")
    brought.add_argument("--not-products", metavar="CODE", nargs="+", action="extend",
                         help="product codes that are postage, fees and the like; remembered")

    checked = command("check", check, "say what must be put right in a business's tables")
    checked.add_argument("business", metavar="NAME_OR_PATH")

    _add_report(command("report", report, "make reports; for the samples where none is named"))


    asked = command("who", who, "find the people behind pseudonyms in your own export")
    asked.add_argument("pseudonyms", metavar="PSEUDONYM", nargs="*")
    asked.add_argument("--in", dest="export", metavar="EXPORT", required=True,
                       help="the export they are looked for in, or a business's folder")
    asked.add_argument("--list", metavar="FILE", help="a report's list, in place of pseudonyms")
    asked.add_argument("--business", metavar="NAME_OR_PATH",
                       help="whose customers they are, where it cannot be told")
    asked.add_argument("--column", metavar="HEADING",
                       help="the column that says who someone is, where it cannot be told")
    asked.add_argument("--out", metavar="FILE", help="write a CSV file in place of telling")

    command("progress", progress, "show which exercises are done, and which lesson is next")

    written = command("lesson", lesson, "say how a lesson is written; `new` writes one that runs")
    written.add_argument("new", nargs="?", choices=["new"], help="write the files of a new lesson")
    written.add_argument("number", nargs="?", help="its number, such as 2.10")
    written.add_argument("--subject", help="its folder below helpers/subjects/")
    written.add_argument("--tables", metavar="TABLE", help="the table that it needs")
    written.add_argument("--title", help="such as “Testing ideas”; its files are named after it")

    shown = command("app", app, "show the lessons as pages without code")
    shown.add_argument("--port", type=int, default=8866, help="where to listen (default: %(default)s)")
    shown.add_argument("--host", default="127.0.0.1",
                       help="another address lets others on your network in, with a token")
    shown.add_argument("--token", help="the key visitors bring; made up where it is needed")
    shown.add_argument("--no-browser", action="store_true", help="do not open the first page")
    return parser


def _add_report(reported: argparse.ArgumentParser) -> None:
    reported.add_argument("businesses", metavar="NAME_OR_PATH", nargs="*")
    reported.add_argument("--clients", metavar="DIR", help="every business in this folder")
    reported.add_argument("--out", metavar="DIR", default="reports",
                          help="where to (default: %(default)s)")
    reported.add_argument("--format", metavar="LIST", type=_words, default=_words(FORMATS),
                          help=f"which of {FORMATS} to deliver (default: all)")
    reported.add_argument("-p", "--parameter", metavar=("NAME", "VALUE"), nargs=2,
                          action="append", default=[],
                          help="a lesson's parameter, such as:  -p period quarter")
    reported.add_argument("--resume", action="store_true",
                          help="keep reports whose data, parameters and program are the same")
    reported.add_argument("--jobs", metavar="N", type=_positive,
                          help="how many at a time (default: as many as there are cores)")
    reported.add_argument("--on", choices=("local", "dask"), default="local",
                          help="workers of this machine, or dask's (default: %(default)s)")
    reported.add_argument("--scheduler", metavar="ADDRESS",
                          help="of dask, such as tcp://10.0.0.5:8786 (default: one of its own)")
    reported.add_argument("--timeout", metavar="SECONDS", type=_positive, default=600,
                          help="the longest that one cell may run (default: %(default)s)")
    reported.add_argument("--memory", metavar="SIZE", type=_bytes,
                          help="what one report may use, such as 2G (default: no limit)")
    reported.add_argument("--json", action="store_true",
                          help="say how it goes in lines of JSON, for other programs")


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _bytes(text: str) -> int:
    """A size such as 800M or 2G."""
    factor = UNITS.get(text[-1:].upper(), 0)
    return int(float(text[:-1]) * factor) if factor else _positive(text)


if __name__ == "__main__":
    sys.exit(main())
