"""What `./dev` promises: it starts and stops a site without a trace, and its refusals are one line with the remedy.

The command runs in a miniature checkout, whose manage.py and site answer at once, so that only `dev` is tested.
"""

import ast
import contextlib
import http.client
import json
import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ports

ROOT = Path(__file__).resolve().parents[1]
DEV = runpy.run_path(str(ROOT / "dev"))
MANAGE = """
import os, sys, time
print("doing", *sys.argv[1:], flush=True)
if sys.argv[1] == os.environ.get("FAILS"):
    sys.exit("django.core.exceptions.ImproperlyConfigured: ALLOSTREAM_X is wrong: give 1.")
if sys.argv[1] == os.environ.get("HANGS"):
    open("hangs", "w").close()  # a pipe: whoever waits at its other end goes on
    time.sleep(600)
if sys.argv[1] == "collectstatic":
    os.makedirs(os.environ["ALLOSTREAM_DATA"] + "/static", exist_ok=True)
    open(os.environ["ALLOSTREAM_DATA"] + "/static/staticfiles.json", "w").close()
if sys.argv[1] == "demo":
    print("letters lead to port", os.environ.get("ALLOSTREAM_PORT"))
    print("ada@example.org signs in at", os.environ["ALLOSTREAM_HOSTS"])
if sys.argv[1] == "worker":
    time.sleep(600)
"""
SITE = """
import os, signal
print("serving", flush=True)
def application(environ, start_response):
    if environ["PATH_INFO"] == "/die":
        os.kill(os.getpid(), signal.SIGKILL)
    start_response("200 OK", [("content-type", "text/plain")])
    return [b"the home page"]
"""


class Checkout:
    """A miniature checkout with `dev` in it, and the processes that were started from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "var"
        shutil.copy(ROOT / "dev", folder / "dev")
        shutil.copytree(ROOT / "requirements", folder / "requirements")
        (folder / "manage.py").write_text(MANAGE)
        package = folder / "allostream" / "config"
        package.mkdir(parents=True)
        for name in ("../__init__.py", "__init__.py"):
            (package / name).touch()
        (package / "wsgi.py").write_text(SITE)
        self.borrow_environment()

    def borrow_environment(self) -> None:
        """A .venv that counts as installed and whose Python is the one of these tests."""
        programs = self.folder / ".venv" / "bin"
        programs.mkdir(parents=True)
        (programs / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        (programs / "python").chmod(0o755)
        (programs / "pip").touch()
        (programs.parent / "pyvenv.cfg").write_text("version = {}.{}.{}\n".format(*sys.version_info))
        stamp = {kind: DEV["fingerprint"]([DEV["pins"](kind)]) for kind in ("base", "dev")}
        (programs.parent / "installed.json").write_text(json.dumps(stamp))

    @contextlib.contextmanager
    def start(self, *words: str, **environment: str) -> "Iterator[subprocess.Popen[str]]":
        """A command that is running; what is still running when the test leaves it, because it failed, is killed."""
        command = [sys.executable, "dev", *words]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ALLOSTREAM_")}
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, cwd=self.folder, env={**kept, **environment}, stdout=pipe, stderr=pipe, text=True
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def call(self, *words: str, **environment: str) -> tuple[int, str, str]:
        """Exit code, output and errors of a command that ends by itself."""
        with self.start(*words, **environment) as process:
            out, errors = process.communicate(timeout=60)
        return process.returncode, out, errors

    def left_over(self) -> list[str]:
        """The commands of processes that still run in this checkout."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "cwd").readlink() == self.folder:
                    found.append((process / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue  # it ended meanwhile, or belongs to somebody else
        return found


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    made = Checkout(tmp_path.resolve())
    yield made
    assert made.left_over() == []


@pytest.fixture
def free_port(socket_enabled: None) -> int:
    return ports.free_port()


def read_until(process: "subprocess.Popen[str]", word: str) -> str:
    """What the command prints up to the line with `word`."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if word in line:
            return "".join(lines)
    raise AssertionError(f"“{word}” never came: {''.join(lines)}{process.stderr.read() if process.stderr else ''}")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_run_prints_both_addresses_and_the_sign_in_and_stops_everything_when_told(
    checkout: Checkout, free_port: int, stop: signal.Signals
) -> None:
    with checkout.start("run", f"--port={free_port}") as process:
        told = read_until(process, "signs in")
        assert len(checkout.left_over()) >= 3, "the command, the site and the worker"
        process.send_signal(stop)
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert f"http://localhost:{free_port}/" in told
    assert f"http://fr.localhost:{free_port}/" in told
    assert f"letters lead to port {free_port}\n" in told
    assert checkout.left_over() == []


@pytest.mark.parametrize("host", ["localhost", "0.0.0.0", "127.0.0.2"])  # noqa: S104  (one page of a test, for a moment)
def test_run_listens_where_it_is_told(checkout: Checkout, free_port: int, host: str) -> None:
    with checkout.start("run", f"--port={free_port}", f"--host={host}") as process:
        told = read_until(process, "signs in")
        process.terminate()
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert f"http://{'127.0.0.2' if host == '127.0.0.2' else 'localhost'}:{free_port}/" in told


@pytest.mark.parametrize("moment", ["migrate", "demo"])
def test_run_can_be_stopped_while_it_prepares(checkout: Checkout, free_port: int, moment: str) -> None:
    os.mkfifo(checkout.folder / "hangs")
    with checkout.start("run", f"--port={free_port}", HANGS=moment) as process:
        (checkout.folder / "hangs").read_text()
        process.terminate()
        process.communicate(timeout=30)
    assert process.returncode in {0, 130}
    assert checkout.left_over() == []


def test_when_the_worker_dies_run_says_which_and_why_and_stops_the_site(checkout: Checkout, free_port: int) -> None:
    code, _, errors = checkout.call("run", f"--port={free_port}", FAILS="worker")
    assert code == 1
    assert "The worker stopped by itself (exit code 1)." in errors
    assert "ALLOSTREAM_X is wrong: give 1." in errors
    assert checkout.left_over() == []


def test_a_killed_process_of_the_site_is_replaced(checkout: Checkout, free_port: int) -> None:
    with checkout.start("run", f"--port={free_port}") as process:
        said = read_until(process, "Ctrl-C stops it.")
        dying = http.client.HTTPConnection("127.0.0.1", free_port, timeout=10)
        dying.request("GET", "/die")
        with pytest.raises((OSError, http.client.HTTPException)):
            dying.getresponse()
        dying.close()
        while said.count("serving") < min(DEV["CORES"], 2) + 1:
            said += read_until(process, "serving")
        process.terminate()
        process.communicate(timeout=30)


def test_the_second_start_repeats_only_what_changed(checkout: Checkout) -> None:
    sheet = checkout.folder / "allostream" / "web" / "static" / "sheet.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text("p {}")
    runs = [checkout.call("demo")[1] for _ in range(2)]
    sheet.write_text("p { color: red }")
    runs.append(checkout.call("demo")[1])
    assert ["Gathering" in told for told in runs] == [True, False, True]


def test_translations_are_compiled_when_their_text_is_newer(checkout: Checkout) -> None:
    text = checkout.folder / "allostream" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    text.parent.mkdir(parents=True)
    text.touch()
    assert "Compiling translations" in checkout.call("demo")[1]
    compiled = text.with_suffix(".mo")
    compiled.touch()
    assert "Compiling translations" not in checkout.call("demo")[1]
    os.utime(compiled, (0, 0))
    assert "Compiling translations" in checkout.call("demo")[1]


@pytest.mark.parametrize(
    ("host", "answered"), [("127.0.0.1", "127.0.0.1"), ("192.0.2.7", "192.0.2.7"), ("::1", "[::1]"), ("::", "*")]
)
def test_the_site_answers_to_the_host_it_was_given(host: str, answered: str) -> None:
    names = DEV["address_hosts"](host).split(",")
    assert answered in names
    assert {"localhost", ".localhost"} <= set(names)
    assert len(names) == len(set(names))


def one_line(errors: str) -> str:
    """The single line a refusal consists of."""
    assert "Traceback" not in errors
    lines = errors.strip().splitlines()
    assert len(lines) == 1, errors
    return lines[0]


@pytest.mark.parametrize("listening", ["plainly", "sharing its port"])
def test_a_taken_port_is_refused_by_number_and_remedy(checkout: Checkout, socket_enabled: None, listening: str) -> None:
    with socket.socket() as other:
        if listening == "sharing its port":
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, _, errors = checkout.call("run", f"--port={port}")
    assert code == 1
    assert re.search(rf"Port {port} .* is taken.*--port", one_line(errors))


def test_an_address_of_another_machine_is_refused(checkout: Checkout, free_port: int) -> None:
    code, _, errors = checkout.call("run", "--host=192.0.2.1", f"--port={free_port}")
    assert code == 1
    assert "--host" in one_line(errors)


def test_a_data_folder_that_cannot_be_written_is_refused(checkout: Checkout) -> None:
    (checkout.folder / "file").touch()
    code, _, errors = checkout.call("demo", "--data=file/below")
    assert code == 1
    assert "--data" in one_line(errors)


def test_a_command_that_fails_gives_its_reason_without_a_traceback(checkout: Checkout) -> None:
    code, _, errors = checkout.call("demo", FAILS="migrate")
    assert code == 1
    assert one_line(errors).endswith("failed: ALLOSTREAM_X is wrong: give 1.")


def test_a_registry_out_of_reach_is_said_so(checkout: Checkout) -> None:
    (checkout.folder / ".venv" / "installed.json").unlink()
    says = "ERROR: Could not find a version that satisfies the requirement x (from versions: none)"
    (checkout.folder / ".venv" / "bin" / "python").write_text(f"#!/bin/sh\necho '{says}'\nexit 1\n")
    code, _, errors = checkout.call("demo")
    assert code == 1
    assert "check the network" in one_line(errors)


@pytest.mark.parametrize("missing", ["ensurepip", "venv"])
def test_a_python_without_venv_is_told_what_to_install(checkout: Checkout, missing: str) -> None:
    shutil.rmtree(checkout.folder / ".venv")
    hide = (
        "import importlib.util, runpy, sys; real = importlib.util.find_spec; "
        f"importlib.util.find_spec = lambda name, *more: None if name == {missing!r} else real(name, *more); "
        "sys.argv = ['dev', 'demo']; runpy.run_path('dev', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", hide], cwd=checkout.folder, capture_output=True, text=True)
    assert done.returncode == 1
    assert "apt install python3-venv" in one_line(done.stderr)


def test_an_old_python_can_read_the_file_and_is_told_what_is_needed() -> None:
    source = (ROOT / "dev").read_text()
    ast.parse(source, feature_version=(3, 7))
    older = "import sys; sys.version_info = (3, 10, 4); import runpy; runpy.run_path('dev', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", older], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert re.fullmatch(
        r"Allostream needs Python 3\.11 or later and this is 3\.10\.4: .*python3\.11.*", one_line(done.stderr)
    )


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_a_port_that_is_none_is_refused(checkout: Checkout, port: str) -> None:
    code, _, errors = checkout.call("run", f"--port={port}")
    assert code == 2
    assert f"“{port}” is not a port" in errors


def test_without_a_command_it_prints_a_short_help(checkout: Checkout) -> None:
    code, told, _ = checkout.call()
    assert code == 0
    for command in ("run", "test", "lint", "lock", "messages", "demo", "ci"):
        assert re.search(rf"^ +{command} ", told, re.MULTILINE)


class TestSuite:
    """`./dev test` in the miniature checkout, whose only tests are the ones written here."""

    @pytest.fixture
    def suite(self, checkout: Checkout) -> Checkout:
        (checkout.folder / "pytest.ini").write_text("[pytest]\nmarkers = browser\naddopts = -p no:cacheprovider\n")
        (checkout.folder / "tests").mkdir()
        return checkout

    def test_the_last_line_counts_the_tests_and_a_failure_is_an_error(self, suite: Checkout) -> None:
        (suite.folder / "tests" / "test_two.py").write_text(
            "import pytest\ndef test_good(): pass\ndef test_bad(): assert 0\ndef test_not(): pytest.skip('no')\n"
        )
        code, told, _ = suite.call("test", "tests", "-p", "no:django")
        assert code == 1
        assert told.splitlines()[-1] == "1 passed, 1 failed, 1 skipped"

    def test_narrowing_leaves_the_checks_out(self, suite: Checkout) -> None:
        (suite.folder / "tests" / "test_two.py").write_text("def test_good(): pass\ndef test_bad(): assert 0\n")
        code, told, _ = suite.call("test", "-k", "good", "-p", "no:django")
        assert code == 0
        assert "ruff" not in told
        assert told.splitlines()[-1] == "1 passed, 0 failed"

    def test_no_test_at_all_is_an_error(self, suite: Checkout) -> None:
        code, told, _ = suite.call("test", "-k", "nothing", "-p", "no:django")
        assert code == 1
        assert "no test ran" in told
        assert told.splitlines()[-1] == "0 passed, 0 failed"

    def test_settings_of_the_shell_do_not_reach_the_tests(self, suite: Checkout) -> None:
        (suite.folder / "tests" / "test_two.py").write_text(
            "import os\ndef test_it(): assert 'ALLOSTREAM_HTTPS' not in os.environ\n"
        )
        assert suite.call("test", "-k", "it", "-p", "no:django", ALLOSTREAM_HTTPS="1")[0] == 0
