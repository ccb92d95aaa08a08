"""The app's server: Voilà underneath, with the lessons' pages and nothing else of Jupyter's."""

import asyncio
import errno
import ipaddress
import logging
import os
import secrets
import threading
import webbrowser
from collections.abc import Callable

from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyterlab_server.themes_handler import ThemesHandler
from tornado.ioloop import IOLoop
from tornado.web import StaticFileHandler
from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler

from helpers.app.kernels import IDLE_SECONDS, LessonChannels
from helpers.app.pages import TEMPLATES, AllLessons, Glossary, LessonPage, NoPage
from helpers.app.rendering import TURNS_AT_ONCE
from helpers.core.places import NOTEBOOKS
from helpers.core.problems import OwnerError
from helpers.lessons.lesson import all_lessons
from helpers.lessons.progress import SHARED_VARIABLE
from helpers.reports.output.pages import TEMPLATES as REPORT_TEMPLATES

LOOPBACK, PORT = "127.0.0.1", 8866
PORTS_TRIED = 10
LEAST_TOKEN_LETTERS = 8
START_SECONDS, CELL_SECONDS = 60, 120

_KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
_STYLES = {"look.css": TEMPLATES, "report.css": REPORT_TEMPLATES}


def serve(
    *, port: int = PORT, host: str = LOOPBACK, token: str | None = None, open_browser: bool = True,
    announce: Callable[[str], None],
) -> None:
    """Serve the lessons until interrupted.

    Parameters
    ----------
    port : int
        Where to listen; where it is taken, one of the next few.
    host : str
        Which of this machine's addresses to listen on. Any but this machine's own loopback lets
        others on the network in, who then need the token.
    token : str, optional
        The key that every visitor must bring. Made up where others can come and none is given.
    open_browser : bool
        Whether to open the first page.
    announce : callable
        Is told, once the app listens, where to find it.

    Raises
    ------
    OwnerError
        The token is too short, or the address or all ports are taken.
    """
    LessonsApp.of(port=port, host=host, token=token, open_browser=open_browser,
                  announce=announce).start()


def checked_token(host: str, token: str | None) -> str:
    """The key that visitors need: none on this machine alone, else the given one or a new one.

    Examples
    --------
    >>> checked_token("127.0.0.1", None)
    ''
    >>> len(checked_token("0.0.0.0", None)) > 20
    True
    """
    if token is not None and len(token) < LEAST_TOKEN_LETTERS:
        raise OwnerError(f"The token has {len(token)} letters; take at least "
                         f"{LEAST_TOKEN_LETTERS}, or leave it out and one is made up.")
    return token or ("" if is_loopback(host) else secrets.token_urlsafe(24))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address.

    Examples
    --------
    >>> is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("")
    (True, True, False, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class LessonsApp(Voila):
    """Voilà without its file browser, its contents and its own pages."""

    announce: Callable[[str], None]
    notebooks = NOTEBOOKS

    @classmethod
    def of(
        cls, *, port: int, host: str, token: str | None, open_browser: bool,
        announce: Callable[[str], None],
    ) -> "LessonsApp":
        """An app that is ready to start."""
        config = Config()
        config.VoilaConfiguration.update(
            template="lab", theme="light", allow_template_override="NO", allow_theme_override="NO",
            multi_kernel_manager_class="helpers.app.kernels.LessonKernels",
            extension_allowlist=["@jupyter-widgets/jupyterlab-manager",
                                 "@voila-dashboards/widgets-manager8"],
        )
        config.VoilaExecutor.update(timeout=CELL_SECONDS, startup_timeout=START_SECONDS,
                                    allow_errors=True)
        config.MappingKernelManager.update(cull_idle_timeout=IDLE_SECONDS, cull_connected=True,
                                           cull_interval=60)
        app = cls(config=config, port=port, ip=host, token=checked_token(host, token),
                  open_browser=open_browser, root_dir="/", config_file_paths=[],
                  log_level=logging.ERROR)
        app.announce = announce
        if not is_loopback(host):
            os.environ[SHARED_VARIABLE] = "1"
        app.initialize([])
        return app

    @property
    def address(self) -> str:
        """What to open in a browser."""
        host = f"[{self.ip}]" if ":" in self.ip else self.ip
        key = f"?token={self.token}" if self.token else ""
        return f"http://{host}:{self.port}{self.base_url}{key}"

    def setup_template_dirs(self) -> None:
        super().setup_template_dirs()
        self.template_paths = [str(TEMPLATES), *self.template_paths]

    def init_settings(self) -> dict:
        self.turns = asyncio.Semaphore(TURNS_AT_ONCE)
        return super().init_settings() | {
            "lessons": {lesson.number: lesson for lesson in all_lessons(self.notebooks)},
            "allow_remote_access": not is_loopback(self.ip),
            "allow_unauthenticated_access": False,
            "default_handler_class": NoPage,
            "ws_ping_timeout": 30_000,
        }

    def init_handlers(self) -> list:
        base, voila = self.server_url, f"{self.server_url}voila"
        labextensions = self.labextensions_path
        return [
            (base, AllLessons),
            (rf"{base}glossary", Glossary),
            (rf"{base}lesson/([0-9.]+)", LessonPage, {"app": self}),
            *((rf"{base}({name})", StaticFileHandler, {"path": str(folder)})
              for name, folder in _STYLES.items()),
            (rf"{base}api/kernels/{_KERNEL}", KernelHandler),
            (rf"{base}api/kernels/{_KERNEL}/channels", LessonChannels),
            (rf"{voila}/api/shutdown/(.*)", VoilaShutdownKernelHandler),
            (rf"{voila}/templates/(.*)", TemplateStaticFileHandler),
            (rf"{voila}/static/(.*)", MultiStaticFileHandler, {"paths": self.static_paths}),
            (rf"{voila}/labextensions/(.*)", FileFindHandler,
             {"path": labextensions, "no_cache_paths": []}),
            (rf"{voila}/api/themes/(.*)", ThemesHandler, {
                "themes_url": "/voila/api/themes", "path": self.themes_dir,
                "labextensions_path": labextensions, "no_cache_paths": [],
            }),
        ]

    def listen(self) -> None:
        """Listen, say where, and serve until interrupted."""
        self._listen_on_a_free_port()
        self.announce(self.address)
        if self.open_browser:
            threading.Thread(target=webbrowser.open, args=[self.address], daemon=True).start()
        self.ioloop = IOLoop.current()
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def _listen_on_a_free_port(self) -> None:
        first = self.port
        for self.port in range(first, first + PORTS_TRIED):
            try:
                self.app.listen(self.port, self.ip)
                return
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise OwnerError(f"The app cannot listen on {self.ip}, port {self.port}: "
                                     f"{error.strerror}.") from None
        raise OwnerError(f"The ports {first} to {self.port} are all in use. "
                         "Name another with --port.")
