"""The workshop's own tools: mail catcher, skip plugin, template keys, Odoo source."""

import smtplib
import subprocess
import threading
import time
import urllib.error
import urllib.request
import xmlrpc.server
from email.message import EmailMessage

import pytest

from tools.suite import databases, odoo_source, python_env, server
from tools.suite.console import SuiteError
from tools.suite.layout import PYCACHE, ROOT, VENV_BIN

pytest_plugins = ["pytester"]


def _message(subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "client@essai.example", "service@duret.example", subject
    mail.set_content("Bonjour")
    return mail


class FakeOdoo:
    """The two XML-RPC calls that the gateway makes."""

    def __init__(self):
        self.received: list[bytes] = []
        self.server = xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 0), allow_none=True, logRequests=False)
        self.server.RequestHandlerClass.rpc_paths = ("/xmlrpc/2/common", "/xmlrpc/2/object")
        self.server.register_function(lambda *_args: 2, "authenticate")
        self.server.register_function(self._execute, "execute_kw")
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _execute(self, _database, _user, _password, model, method, arguments):
        assert (model, method) == ("mail.thread", "message_process")
        self.received.append(arguments[1].data)
        return 1

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def maildev(tmp_path):
    """A running mail catcher and the Odoo stand-in behind its gateway."""
    odoo = FakeOdoo()
    ports = {name: server.free_port() for name in ("sink", "inbound", "web")}
    line = [VENV_BIN / "python", "-m", "tools.suite.maildev", "--folder", tmp_path, "--odoo", odoo.url]
    line += ["--database", "x", "--login", "admin", "--password", "p"]
    line += [f"--{name}={port}" for name, port in ports.items()]
    process = subprocess.Popen([str(part) for part in line], cwd=ROOT)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and any(map(server.is_port_free, ports.values())):
        time.sleep(0.05)
    yield ports, odoo
    process.terminate()
    process.wait()


def test_what_odoo_sends_can_be_read_on_the_page(maildev):
    ports, _odoo = maildev
    with smtplib.SMTP("127.0.0.1", ports["sink"]) as client:
        client.send_message(_message("Accusé de réception <b>"))
    page = urllib.request.urlopen(f"http://127.0.0.1:{ports['web']}/").read().decode()
    assert "Accusé de réception &lt;b&gt;" in page and "<b>" not in page


def test_a_message_for_the_gateway_reaches_odoo_unchanged(maildev):
    ports, odoo = maildev
    mail = _message("Panne")
    with smtplib.SMTP("127.0.0.1", ports["inbound"]) as client:
        client.send_message(mail)
    assert b"Subject: Panne" in odoo.received[0]


def test_the_sender_is_told_to_try_again_when_odoo_is_down(maildev):
    ports, odoo = maildev
    odoo.server.shutdown()
    odoo.server.server_close()
    with smtplib.SMTP("127.0.0.1", ports["inbound"]) as client, pytest.raises(smtplib.SMTPDataError) as refusal:
        client.send_message(_message("Panne"))
    assert refusal.value.smtp_code == 451


def test_unknown_message_of_the_page_is_404(maildev):
    ports, _odoo = maildev
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"http://127.0.0.1:{ports['web']}/source/..%2f..%2fetc%2fpasswd")
    assert error.value.code == 404


@pytest.fixture
def strict(pytester, monkeypatch):
    """Run pytest on the test's own files with the plugin, in its own process."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return lambda: pytester.runpytest_subprocess("-p", "no:odoo", "-p", "tools.pytest_no_skips")


def test_a_skipped_test_is_a_failure(pytester, strict):
    pytester.makepyfile("import pytest\ndef test_x():\n    pytest.skip('no browser')\ndef test_y():\n    pass\n")
    result = strict()
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["*skipped is not allowed*no browser*"])


def test_a_module_that_skips_itself_is_a_failure(pytester, strict):
    pytester.makepyfile("import pytest\npytest.skip('no part', allow_module_level=True)\n")
    result = strict()
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*skipped is not allowed*"])


@pytest.mark.parametrize("name", ["x/tests/test_a.py", "x/readme/USAGE.md", "x/i18n/x.pot", "x/__pycache__/a.pyc"])
def test_what_does_not_change_the_database_does_not_rebuild_it(name):
    assert databases.IGNORED.search(name)


@pytest.mark.parametrize("name", ["x/models/a.py", "x/i18n/fr.po", "x/static/src/a.js", "x/views/tests_views.xml"])
def test_what_changes_the_database_rebuilds_it(name):
    assert not databases.IGNORED.search(name)


@pytest.mark.parametrize("name", ["", "a b", 'x"; drop database demo; --', "é", "x" * 61])
def test_database_names_are_checked(name):
    with pytest.raises(SuiteError):
        databases.exists(name)


def test_odoo_src_must_be_odoo_19(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_SRC", str(tmp_path))
    with pytest.raises(SuiteError, match="release.py"):
        odoo_source.ensure_odoo()
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0, 'final', 0, '')\n")
    with pytest.raises(SuiteError, match="not Odoo 19"):
        odoo_source.ensure_odoo()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (19, 0, 0, 'final', 0, '')\n")
    assert odoo_source.ensure_odoo() == [str(tmp_path)]


def test_python_is_compiled_once_and_not_beside_the_sources(tmp_path, monkeypatch):
    """Also where the machine's environment asks to keep nothing: every start of Odoo would compile all of it."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    source = tmp_path / "compiled_once.py"
    source.write_text("said = 'here'\n")
    subprocess.run([VENV_BIN / "python", "-c", "import compiled_once"], cwd=tmp_path, env=python_env.env(), check=True)
    kept = list((PYCACHE / tmp_path.relative_to("/")).rglob("compiled_once*.pyc"))
    assert len(kept) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["compiled_once.py"]
