"""One set of packages, however the course is installed: pyproject, lock and conda file agree."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

DEPENDENCIES = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
PYTHONS = [{"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.9"}
           for minor in (11, 12, 13, 14)]


def entries():
    """Each requirement of the lock with the lines of its hashes."""
    for block in re.split(r"\n(?=\S)", LOCK.strip()):
        first, *hashes = [line.strip().rstrip("\\ ") for line in block.splitlines()]
        yield Requirement(first), hashes


def conda_python():
    (line,) = [line for line in CONDA["dependencies"]
               if isinstance(line, str) and line.startswith("python")]
    return line.removeprefix("python").lstrip("= ")


@pytest.mark.parametrize("line", DEPENDENCIES)
def test_every_dependency_is_locked_at_a_version_that_satisfies_it(line):
    wanted = Requirement(line)
    locked = [entry for entry, _ in entries() if entry.name == canonicalize_name(wanted.name)]
    for python in PYTHONS:
        versions = [entry for entry in locked if not entry.marker or entry.marker.evaluate(python)]
        assert len(versions) == 1
        version = str(versions[0].specifier).removeprefix("==")
        assert wanted.specifier.contains(version)


def test_every_locked_package_is_pinned_and_hashed():
    for requirement, hashes in entries():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier))
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes)


def test_the_lock_holds_no_address():
    assert not re.search(r"://|index-url|find-links|trusted-host|file:|@", LOCK)


def test_conda_takes_python_and_pip_from_the_channel_and_all_else_from_the_lock():
    *from_channel, by_pip = CONDA["dependencies"]
    assert [re.match(r"\w+", line)[0] for line in from_channel] == ["python", "pip"]
    assert by_pip == {"pip": ["-r requirements.lock"]}
    assert CONDA["channels"] == ["conda-forge"]


def test_the_same_python_is_meant_everywhere():
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert SpecifierSet(PROJECT["requires-python"]).contains(conda_python())
    assert f"--python-version {oldest}" in MAKEFILE
    assert f"sys.version_info < ({oldest.replace('.', ', ')})" in MAKEFILE


def test_pip_accepts_what_the_conda_file_gives_it(tmp_path):
    (tmp_path / "requirements.lock").write_text(LOCK)
    (tmp_path / "from_conda.txt").write_text("\n".join(CONDA["dependencies"][-1]["pip"]))
    tried = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--quiet",
         "--requirement", "from_conda.txt"],
        cwd=tmp_path, capture_output=True, text=True,
    )
    assert tried.returncode == 0, tried.stderr


def make(*arguments, cwd):
    outer = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")  # the tests may themselves run under make
    own = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run(["make", *arguments], cwd=cwd, env=own, capture_output=True, text=True)


needs_make = pytest.mark.skipif(not shutil.which("make"), reason="there is no make")


@pytest.fixture
def clone(tmp_path):
    """The files that make the environment, in a folder of their own."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def stand_in_python(folder, script):
    path = folder / "some-python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return f"PYTHON={path}"


@needs_make
def test_make_alone_lists_every_command(clone):
    shown = make(cwd=clone).stdout
    for command in "help report test lab notebooks bench lock doctor clean".split():
        assert re.search(rf"^  make {command} +\S", shown, re.MULTILINE)


@needs_make
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('case "$*" in *version_info*) exit 1;; *) echo Python 3.9.2;; esac',
         "Python 3.11 or later is needed"),
        ('case "$*" in *ensurepip*) exit 1;; esac', "lacks its venv module"),
    ],
)
def test_a_python_that_will_not_do_is_told_before_anything_is_made(clone, script, said):
    tried = make("report", stand_in_python(clone, script), cwd=clone)
    assert tried.returncode != 0
    assert said in tried.stdout
    assert not (clone / ".venv").exists()


@needs_make
def test_a_missing_python_is_told(clone):
    tried = make("report", "PYTHON=python-that-is-not-there", cwd=clone)
    assert tried.returncode != 0
    assert "There is no python-that-is-not-there here" in tried.stdout


@needs_make
def test_an_installation_that_fails_leaves_no_stamp(clone):
    fails = stand_in_python(clone, 'case "$*" in *"venv --clear"*) mkdir -p .venv; exit 3;; esac')
    (clone / ".venv").mkdir()
    (clone / ".venv/.installed").touch()
    os.utime(clone / ".venv/.installed", (0, 0))
    assert make("report", fails, cwd=clone).returncode != 0
    assert not (clone / ".venv/.installed").exists()


@needs_make
def test_an_installed_environment_is_used_at_once_and_again_after_a_change(clone):
    (clone / ".venv").mkdir()
    (clone / ".venv/.installed").touch()
    assert "pip install" not in make("-n", "report", cwd=clone).stdout
    for name in ("requirements.lock", "pyproject.toml"):
        again = make("-n", "-W", name, "report", cwd=clone).stdout
        assert "--require-hashes" in again
        assert again.rstrip().endswith(".venv/bin/growth report")
