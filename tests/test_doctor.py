"""The doctor finds what is wrong and says what to do, and is quiet where all is well."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import doctor
from helpers.charts import style
from helpers.core.browser import chromium
from helpers.doctor import FAIL, MISSING, OK, examine


def test_a_sound_environment_passes_every_check():
    checks = examine()
    assert [check for check in checks if check.failed] == []
    told = "\n".join(map(str, checks))
    for subject in ("Python 3", "pandas", "kernel starts", "fonts", "reports", "businesses",
                    "browser" if chromium() else "Chromium"):
        assert subject in told


def test_every_package_the_project_names_has_its_line():
    lines = [check.what for check in doctor.packages()]
    for name in ("pandas", "pyyaml", "scikit-learn", "pytest"):
        assert sum(line.startswith(f"{name} ") for line in lines) == 1
    assert "packages these need" in lines[-1]


def test_an_old_python_is_told_which_to_install(monkeypatch):
    monkeypatch.setattr(doctor.sys, "version_info", (3, 10, 4, "final", 0))
    check = doctor.python_version()
    assert check.state == FAIL
    assert check.what == "Python 3.10.4; 3.11 or later is needed"
    assert "PYTHON=python3.11" in check.remedy


@pytest.mark.parametrize("name", ["pandas", "tornado"])
def test_a_package_at_another_version_or_gone_is_named(monkeypatch, name):
    real = doctor.metadata.version
    monkeypatch.setattr(
        doctor.metadata, "version", lambda asked: "0.1" if asked == name else real(asked))
    (failed,) = [check for check in doctor.packages() if check.failed]
    assert failed.what == f"{name} is 0.1; {real(name)} is needed"
    assert "make clean" in failed.remedy

    def gone(asked):
        if asked == name:
            raise doctor.metadata.PackageNotFoundError(asked)
        return real(asked)

    monkeypatch.setattr(doctor.metadata, "version", gone)
    (failed,) = [check for check in doctor.packages() if check.failed]
    assert failed.what == f"{name} is not installed; {real(name)} is needed"


def test_packages_of_other_systems_are_not_asked_for(monkeypatch, tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["pandas"]\noptional-dependencies = {}\n')
    (tmp_path / "requirements.lock").write_text(
        "nothing-such==1.0 ; sys_platform == 'nowhere' \\\n    --hash=sha256:00\n")
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    assert not any(check.failed for check in doctor.packages())


def test_an_environment_without_the_means_to_read_the_lock_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "packaging.requirements", None)
    (check,) = doctor.packages()
    assert (check.state, "packaging" in check.what) == (FAIL, True)


def test_a_kernel_that_cannot_import_is_told_why(monkeypatch):
    monkeypatch.setattr(doctor, "KERNEL_CODE", "import nothing_of_that_name")
    check = doctor.kernel()
    assert check.state == FAIL
    assert "No module named 'nothing_of_that_name'" in check.what


def test_a_kernel_that_does_not_start_is_told(monkeypatch):
    def fails(**_):
        raise RuntimeError("Kernel died before replying\nand more")

    monkeypatch.setattr("jupyter_client.manager.start_new_kernel", fails)
    check = doctor.kernel()
    assert (check.state, check.what) == (
        FAIL, "a notebook kernel does not start: Kernel died before replying")


def test_a_slow_kernel_is_told_to_compile(monkeypatch):
    monkeypatch.setattr(doctor, "_time_kernel", lambda: (45.0, sys.prefix))
    check = doctor.kernel()
    assert check.state == FAIL
    assert "45.0 s" in check.what
    assert f"{sys.executable} -m compileall" in check.remedy


def test_a_kernel_of_another_python_is_told(monkeypatch):
    monkeypatch.setattr(doctor, "_time_kernel", lambda: (2.0, "/elsewhere"))
    check = doctor.kernel()
    assert (check.state, "/elsewhere" in check.what) == (FAIL, True)


def test_a_missing_font_is_told_and_the_right_one_looked_for(monkeypatch):
    assert doctor.FONT == style._STYLE["font.family"]
    monkeypatch.setattr(doctor, "FONT", "Nothing Sans")
    assert doctor.fonts().state == FAIL
    assert "Nothing Sans" in doctor.fonts().what


def test_a_place_that_cannot_be_written_is_told(monkeypatch, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    monkeypatch.setenv("GROWTH_BUSINESSES", str(in_the_way / "businesses"))
    reports, businesses = doctor.write_access()
    assert reports.state == OK
    assert businesses.state == FAIL
    assert "Not a directory" in businesses.what


def test_looking_for_write_access_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setenv("GROWTH_BUSINESSES", str(tmp_path / "new" / "businesses"))
    assert [check.state for check in doctor.write_access()] == [OK, OK]
    assert list(tmp_path.iterdir()) == []


def test_a_missing_browser_is_no_failure(monkeypatch):
    monkeypatch.setenv("GROWTH_CHROMIUM", "no-such-program")
    check = doctor.browser()
    assert (check.state, check.failed) == (MISSING, False)
    assert str(check).startswith("[ -- ] ")


def test_the_doctor_itself_needs_nothing_but_python():
    tree = ast.parse(Path(doctor.__file__).read_text(encoding="utf-8"))
    first = {alias.name.split(".")[0] for node in tree.body if isinstance(node, ast.Import)
             for alias in node.names}
    first |= {node.module.split(".")[0] for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert first <= set(sys.stdlib_module_names)
    alone = subprocess.run([sys.executable, "-I", "-S", doctor.__file__], capture_output=True)
    assert alone.returncode == 0
