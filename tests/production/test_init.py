"""The step before the server: an empty cluster becomes the suite, with no password that anybody knows."""

import sys

from small_suite import INIT, PASSWORD, init

LOGIN_SCRIPT = """
from odoo.exceptions import AccessDenied
for login, password in {pairs!r}:
    try:
        env["res.users"].authenticate(
            {{"type": "password", "login": login, "password": password}}, {{"interactive": False}})
        print("ENTERED", login)
    except AccessDenied:
        print("REFUSED", login)
"""


def test_a_weak_password_stops_the_start_before_anything_is_built(cluster, first_start):
    """No database appears, and the message says which file to mend."""
    result = cluster.run(
        *(sys.executable, INIT),
        database="never",
        DURET_ADDONS=str(first_start / "addons"),
        DURET_ADMIN_LOGIN="admin@duret.test",
        DURET_ADMIN_PASSWORD_FILE=str(first_start / "no such file"),
        DURET_DOMAIN="service.duret.test",
    )
    assert result.returncode == 1, result.stdout
    assert "12 signes au moins" in result.stderr, result.stderr
    assert "never" not in cluster.sql("postgres", "select datname from pg_database")


def test_the_account_of_the_database_is_no_superuser(cluster):
    """A hole in the application is not a hole in the server."""
    query = "select rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = 'odoo'"
    assert cluster.sql("postgres", query) == ["f|f|t"]


def test_a_wrong_database_password_is_refused(cluster, tmp_path):
    """The cluster of these tests asks for the password, so the file is really read."""
    wrong = tmp_path / "password"
    wrong.write_text("wrong")
    result = cluster.run("psql", "-d", "postgres", "-c", "select 1", PGPASSWORD_FILE=str(wrong))
    assert result.returncode != 0 and "password authentication failed" in result.stderr


def test_searches_without_accents_have_their_indexes(cluster, small):
    """What only a superuser may do was done in the template: the account of Odoo gets the trigram indexes."""
    query = "select indexname from pg_indexes where indexdef like '%unaccent(%gin_trgm_ops%'"
    assert "mail_blacklist__email_index" in cluster.sql(small, query)


def test_nobody_enters_with_a_default_password(cluster, small):
    """`admin/admin`, which Odoo gives a new database, is refused; the password of the file is accepted."""
    pairs = [("admin", "admin"), ("admin@duret.test", "admin"), ("admin@duret.test", PASSWORD)]
    result = cluster.run(
        *("odoo", "shell", "-d", small, "--no-http"),
        database=small,
        script=LOGIN_SCRIPT.format(pairs=pairs),
        ODOO_LOGFILE="",
    )
    seen = [line for line in result.stdout.splitlines() if line.startswith(("ENTERED", "REFUSED"))]
    assert seen == ["REFUSED admin", "REFUSED admin@duret.test", "ENTERED admin@duret.test"], result.stdout[-3000:]


def test_french_is_the_language_and_the_address_is_public(cluster, small):
    """Links in mails lead to the public address, and no visit of the administrator changes that."""
    rows = cluster.sql(small, "select key || '=' || value from ir_config_parameter where key like 'web.base.url%'")
    assert set(rows) == {"web.base.url=https://service.duret.test", "web.base.url.freeze=True"}
    assert cluster.sql(
        small, "select lang from res_partner p join res_users u on u.partner_id = p.id where u.id = 2"
    ) == ["fr_FR"]
    assert cluster.sql(small, "select count(*) from ir_module_module where demo") == ["0"]


def test_a_second_start_changes_nothing_and_a_new_image_upgrades(cluster, small, first_start):
    """Same build: seconds, nothing done. Another build: everything is upgraded, the password stays."""
    key = "select password from res_users where id = 2"
    before = cluster.sql(small, key)
    again = init(cluster, first_start, password="another-password-of-30-signs")
    assert again.returncode == 0 and "rien à faire" in again.stdout, again.stdout + again.stderr
    (first_start / "addons/code.py").write_text("second = True\n")
    changed = init(cluster, first_start, password="another-password-of-30-signs")
    assert changed.returncode == 0 and "suite mise à niveau" in changed.stdout, changed.stdout + changed.stderr
    assert cluster.sql(small, key) == before


def test_an_interrupted_installation_is_finished_by_the_next_start(cluster, small, first_start):
    """A module left « to upgrade » by a kill is seen and brought to its end."""
    cluster.sql(small, "update ir_module_module set state = 'to upgrade' where name = 'contacts'")
    result = init(cluster, first_start)
    assert result.returncode == 0, result.stdout + result.stderr
    assert cluster.sql(small, "select state from ir_module_module where name = 'contacts'") == ["installed"]
