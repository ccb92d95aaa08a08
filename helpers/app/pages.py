"""The pages of the app: all lessons, one lesson, and what is said where something cannot be had."""

import base64
import hashlib
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import jinja2
from jupyter_server.base.handlers import JupyterHandler
from nbconvert.filters import markdown2html
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError
from voila.utils import get_page_config

from helpers.app.prepare import prepare
from helpers.app.rendering import LessonRenderer
from helpers.core.business import Business, business_names, open_business
from helpers.core.places import GLOSSARY
from helpers.core.problems import OwnerError
from helpers.lessons.glossary import terms
from helpers.lessons.lesson import Lesson
from helpers.widgets.panel import KEEP_KEYS

TEMPLATES = Path(__file__).parent / "templates"

NEEDS_KEY = ("A key is needed", "Whoever started this app was shown an address that holds its key. "
             "Open that address, or write the key here.")
NOT_FROM_HERE = ("Not from here", "Open the address that was shown when the app was started.")
NO_SUCH_PAGE = ("There is no such page", "Choose a lesson from the list.")
FAILED = ("This page could not be made", "That is not your doing. Go back and open it once more.")


class Page(JupyterHandler):
    """What every page has in common: who may see it, and what it may load."""

    async def prepare(self) -> None:
        if self._is_drawn_in_by_another_site():
            raise HTTPError(403)
        await super().prepare(_redirect_to_login=False)

    def _is_drawn_in_by_another_site(self) -> bool:
        """Another site may link to a page; its pictures and frames may not start a kernel."""
        asked = self.request.headers
        return (asked.get("Sec-Fetch-Site") == "cross-site"
                and asked.get("Sec-Fetch-Dest") != "document")

    @property
    def content_security_policy(self) -> str:
        """Everything comes from the app itself; an inline script does not run."""
        return "; ".join([
            "default-src 'none'", "connect-src 'self'", "font-src 'self' data:",
            "img-src 'self' data: blob:", "style-src 'self' 'unsafe-inline'",
            f"script-src 'self' 'unsafe-hashes' '{_hash_of_widgets_handler()}'",
            "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
        ])

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")

    def show(self, template: str, **what) -> None:
        """Send one of the app's own pages."""
        self.finish(_templates().get_template(template).render(base_url=self.base_url, **what))

    def write_error(self, status_code: int, **kwargs) -> None:
        has_key = self.identity_provider.auth_enabled
        heading, words = {
            403: NEEDS_KEY if has_key else NOT_FROM_HERE, 404: NO_SUCH_PAGE,
        }.get(status_code, FAILED)
        error = kwargs.get("exc_info", (None, None))[1]
        if isinstance(error, HTTPError) and error.log_message:
            words = error.log_message % error.args
        self.show("message.html.j2", heading=heading, words=words,
                  ask_for_key=status_code == 403 and has_key)

    @property
    def lessons(self) -> dict[str, Lesson]:
        """Every lesson by its number."""
        return self.settings["lessons"]


class NoPage(Page):
    """Anything that is not there."""

    async def prepare(self) -> None:
        await super().prepare()
        raise HTTPError(404)


class AllLessons(Page):
    """The first page: every lesson by stage, for a business chosen from a list."""

    async def get(self) -> None:
        names = list(dict.fromkeys(business_names()))
        chosen = self.get_query_argument("business", names[0] if names else "")
        if chosen not in names:
            raise HTTPError(404, "There is no business of that name here.")
        business, problem = _opened(chosen)
        self.show("landing.html.j2", names=names, chosen=chosen, business=business, problem=problem,
                  stages=self._stages(chosen, business), title_of=_title_of)

    def _stages(self, chosen: str, business: Business | None) -> dict[str, list[dict]]:
        stages: dict[str, list[dict]] = {}
        for lesson in self.lessons.values():
            stages.setdefault(lesson.stage, []).append({
                "lesson": lesson, "address": lesson_address(self.base_url, lesson.number, chosen),
                "missing": _missing(lesson, business),
            })
        return stages


class Glossary(Page):
    """Every term of the course, each with a way back to the lesson that defines it."""

    async def get(self) -> None:
        business = self.get_query_argument("business", "")
        self.show("glossary.html.j2", business=business, entries=[
            {"term": term, "meaning": markdown2html(term.meaning),
             "address": lesson_address(self.base_url, term.lesson.number, business)}
            for term in terms(list(self.lessons.values()))
        ])


class LessonPage(Page):
    """A lesson for a business, worked out as it is sent."""

    def initialize(self, app) -> None:
        self.app = app

    async def get(self, number: str) -> None:
        lesson, business = self._asked_for(number)
        renderer = await self._renderer(lesson, business)
        self.xsrf_token  # noqa: B018 - reading it sets the cookie that the page's widgets send back
        self.set_header("Content-Type", "text/html; charset=utf-8")
        whole = False
        pieces = renderer.generate_content_generator()
        try:
            async for markup, _ in pieces:
                self.write(markup)
                await self.flush()
            whole = True
        except StreamClosedError:
            self.log.debug("the page was closed before it was whole")
        except RuntimeError:
            self.log.exception("no kernel could be started")
            self.write(_templates().get_template("sorry.html.j2").render(again=self.request.uri))
        finally:
            await pieces.aclose()
            await self._leave(renderer, whole)

    def _asked_for(self, number: str) -> tuple[Lesson, Business]:
        name = self.get_query_argument("business", "")
        if number not in self.lessons:
            raise HTTPError(404, "There is no such lesson.")
        if name not in business_names():
            raise HTTPError(404, "There is no business of that name here.")
        lesson = self.lessons[number]
        business, problem = _opened(name)
        if business is None:
            raise HTTPError(404, problem)
        missing = _missing(lesson, business)
        if missing:
            raise HTTPError(404, f"This lesson needs {missing}, which this business does not have.")
        return lesson, business

    async def _renderer(self, lesson: Lesson, business: Business) -> LessonRenderer:
        name = business.folder.name
        home = f"{self.base_url}?{urlencode({'business': name})}"
        words = f"{self.base_url}glossary?{urlencode({'business': name})}"
        pages = {
            other.path.relative_to(self.app.notebooks).as_posix():
                lesson_address(self.base_url, other.number, name)
            for other in self.lessons.values()
        }
        config = self.app.voila_configuration
        renderer = LessonRenderer(
            prepare(lesson, name, (pages | {"README.md": home, GLOSSARY: words}).get),
            kernels=self.kernel_manager, turns=self.app.turns,
            request_handler=self, voila_configuration=config, traitlet_config=self.app.config,
            notebook_path=str(lesson.path), template_paths=self.app.template_paths,
            contents_manager=self.contents_manager, base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=get_page_config(base_url=self.base_url, settings=self.settings,
                                        log=self.log, voila_configuration=config),
        )
        await renderer.initialize()
        renderer.resources["lesson"] = {
            "title": lesson.title, "number": lesson.number, "business": business.name, "home": home,
        }
        return renderer

    async def _leave(self, renderer: LessonRenderer, whole: bool) -> None:
        if renderer.kernel_id is None:
            return
        if whole:
            self.kernel_manager.expect_page(renderer.kernel_id)
        else:
            await self.kernel_manager.let_go(renderer.kernel_id)


def lesson_address(base_url: str, number: str, business: str) -> str:
    """Where a lesson opens for a business.

    Examples
    --------
    >>> lesson_address("/", "2.5", "my shop")
    '/lesson/2.5?business=my+shop'
    """
    return f"{base_url}lesson/{number}?{urlencode({'business': business})}"


def _opened(name: str) -> tuple[Business | None, str]:
    try:
        return open_business(name), ""
    except OwnerError as error:
        return None, str(error)


def _missing(lesson: Lesson, business: Business | None) -> str:
    try:
        return "" if business is None else " and ".join(lesson.missing(business.has))
    except OwnerError as error:
        return str(error)


def _title_of(name: str) -> str:
    business, _ = _opened(name)
    title = name if business is None else business.name
    return f"{title} (a sample)" if business is not None and business.is_sample else title


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True,
                              trim_blocks=True, lstrip_blocks=True)


@cache
def _hash_of_widgets_handler() -> str:
    """The one event handler that widgets put into a page, as a page's policy names it."""
    handlers: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            handlers.extend(value for name, value in attributes if name == "onload")

    Reader().feed(KEEP_KEYS)
    digest = hashlib.sha256("".join(handlers).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
