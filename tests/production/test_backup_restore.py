"""A backup that was never restored is no backup: round trips, damage, and what Odoo's own tool does not say."""

import fcntl
import re
import shutil
import subprocess
import urllib.request
import zipfile
from pathlib import Path

import pytest
from conftest import BACKUP, workshop_backup
from duret_backup import archive, database, naming

from tools.suite import databases, postgres, server

# Not the whole definition: PostgreSQL writes the condition of a partial index otherwise the second time.
INDEXES = """select indexname, tablename, substring(indexdef from '^CREATE( UNIQUE)? INDEX'),
                    substring(indexdef from 'USING .*?\\)(?= WHERE|$)')
               from pg_indexes where schemaname = 'public' order by 1"""
TRIGRAM = "select count(*) from pg_indexes where indexdef like '%gin_trgm_ops%'"
ROWS = database._ROWS.replace(";", "")
RESTORED = "h_prod_restored"


def _files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): archive.sha256(path) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def small_archive(cluster, small, tmp_path_factory):
    """A backup of the small database, made in production's conditions."""
    folder = tmp_path_factory.mktemp("small")
    result = cluster.run("python", BACKUP, "backup", "-d", small, "-f", folder, database=small)
    assert result.returncode == 0, result.stdout + result.stderr
    return next(folder.glob("*.zip"))


@pytest.fixture
def copy_of(small_archive, tmp_path):
    """A copy of the archive and its checksum, to be damaged."""
    shutil.copy(small_archive, tmp_path)
    shutil.copy(naming.checksum_file(small_archive), tmp_path)
    return tmp_path / small_archive.name


@pytest.fixture(scope="module")
def restored(demo_archive):
    """The demo company restored under another name beside the original."""
    databases.drop(RESTORED)
    result = workshop_backup("restore", demo_archive, "-d", RESTORED)
    assert result.returncode == 0, result.stdout + result.stderr
    yield RESTORED
    databases.drop(RESTORED)


def test_every_row_index_and_constraint_comes_back(source, restored, report):
    """Counted by PostgreSQL on both sides, not read from the tool's own manifest."""
    for query in (ROWS, INDEXES, "select conname from pg_constraint order by 1", "select extname from pg_extension"):
        assert sorted(postgres.sql(query, restored)) == sorted(postgres.sql(query, source))
    trigram = int(postgres.sql(TRIGRAM, restored)[0])
    rows = sum(int(line.rsplit("|", 1)[1]) for line in postgres.sql(ROWS, restored))
    report(f"restored: {rows} rows, {len(postgres.sql(INDEXES, restored))} indexes, {trigram} of them trigram")
    assert trigram > 10


def test_every_file_comes_back(source, restored, report):
    """The restored filestore holds exactly the files that the database refers to, byte for byte."""
    names = postgres.sql("select distinct store_fname from ir_attachment where store_fname is not null", source)
    live = {name: archive.sha256(server.DATA / "filestore" / source / name) for name in names}
    assert _files(server.DATA / "filestore" / restored) == live
    report(f"restored: {len(live)} files")


def test_the_restored_database_keeps_its_identity(source, restored):
    """Links already sent by mail are signed with the secret and lead to the address: both must stay."""
    query = (
        "select key, value from ir_config_parameter where key like 'database.%' or key like 'web.base.url%' order by 1"
    )
    assert postgres.sql(query, restored) == postgres.sql(query, source)


def test_odoo_opens_what_was_restored(restored):
    """A server starts on it and shows the login page."""
    with (
        server.OdooServer(restored, options=["--max-cron-threads", "0"]) as odoo,
        urllib.request.urlopen(f"{odoo.url}/web/login", timeout=60) as answer,
    ):
        assert answer.status == 200 and b'name="login"' in answer.read()


def test_an_existing_database_is_never_overwritten(source, demo_archive):
    """Without --replace the restore stops before touching anything."""
    result = workshop_backup("restore", demo_archive, "-d", source)
    assert result.returncode == 1 and "existe déjà" in result.stderr


@pytest.mark.parametrize("place", [0.001, 0.3, 0.6, 0.999])
def test_one_flipped_bit_is_refused(cluster, copy_of, place):
    """Anywhere in the archive; nothing is created, and the message says what happened."""
    data = bytearray(copy_of.read_bytes())
    data[int(len(data) * place)] ^= 1
    copy_of.write_bytes(data)
    before = cluster.sql("postgres", "select datname from pg_database order by 1")
    result = cluster.run("python", BACKUP, "restore", copy_of, "-d", "damaged")
    assert result.returncode == 1 and "Sauvegarde corrompue" in result.stderr, result.stderr
    assert cluster.sql("postgres", "select datname from pg_database order by 1") == before


def test_a_truncated_archive_and_a_missing_checksum_are_refused(cluster, copy_of):
    """Half a copy, or a copy without its checksum, is not restored."""
    naming.checksum_file(copy_of).rename(copy_of.with_suffix(".aside"))
    result = cluster.run("python", BACKUP, "verify", copy_of)
    assert result.returncode == 1 and "Empreinte absente" in result.stderr
    copy_of.with_suffix(".aside").rename(naming.checksum_file(copy_of))
    copy_of.write_bytes(copy_of.read_bytes()[: copy_of.stat().st_size // 2])
    result = cluster.run("python", BACKUP, "verify", copy_of)
    assert result.returncode == 1 and "Sauvegarde corrompue" in result.stderr


def test_a_zip_that_is_not_ours_is_refused_even_with_a_right_checksum(cluster, tmp_path):
    """The checksum proves that nothing changed, not that it is a backup."""
    stranger = tmp_path / "duret-20261121T013000Z.zip"
    with zipfile.ZipFile(stranger, "w") as bundle:
        bundle.writestr("letter.txt", "bonjour")
    naming.checksum_file(stranger).write_text(f"{archive.sha256(stranger)}  {stranger.name}\n")
    result = cluster.run("python", BACKUP, "restore", stranger, "-d", "stranger")
    assert result.returncode == 1 and "dump.sql est abîmé ou absent" in result.stderr


def test_what_odoo_loses_without_a_word_is_found(cluster, small_archive, tmp_path):
    """`odoo db load` says « success » though a statement of the dump failed; the comparison says which."""
    broken = tmp_path / small_archive.name
    with zipfile.ZipFile(small_archive) as old, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == archive.DUMP:
                wrong = b"CREATE INDEX mail_blacklist__email_index ON public.no_such_table "
                data, count = re.subn(
                    rb"CREATE INDEX mail_blacklist__email_index ON public.mail_blacklist ", wrong, data
                )
                assert count == 1
            new.writestr(entry, data)
    naming.checksum_file(broken).write_text(f"{archive.sha256(broken)}  {broken.name}\n")
    result = cluster.run("python", BACKUP, "restore", broken, "-d", "lossy")
    assert result.returncode == 1, result.stdout
    assert "index mail_blacklist__email_index : absent(e)" in result.stderr
    assert not [name for name in cluster.sql("postgres", "select datname from pg_database") if "lossy" in name]


def test_replace_sets_the_old_database_aside(cluster, small, small_archive):
    """After a disaster: the restored database takes the name, the damaged one is kept for examination."""
    cluster.sql(small, "update res_partner set comment = 'lost since the backup' where id = 1")
    result = cluster.run("python", BACKUP, "restore", small_archive, "-d", small, "--replace")
    assert result.returncode == 0, result.stdout + result.stderr
    former = re.search(r"« (small-before-\d{14}) »", result.stdout)[1]
    query = "select count(*) from res_partner where comment = 'lost since the backup'"
    assert (cluster.sql(small, query), cluster.sql(former, query)) == (["0"], ["1"])
    assert (cluster.data_dir / "filestore" / former).is_dir() and (cluster.data_dir / "filestore" / small).is_dir()
    cluster.run("odoo", "db", "drop", former, ODOO_LOGFILE="")


def test_a_copy_for_trials_is_harmless(cluster, small, small_archive):
    """Another identity, and Odoo's own neutralisation: no mail goes out of a copy."""
    result = cluster.run("python", BACKUP, "restore", small_archive, "-d", "trial", "--copy")
    assert result.returncode == 0, result.stdout + result.stderr
    identity = "select value from ir_config_parameter where key = 'database.uuid'"
    assert cluster.sql("trial", identity) != cluster.sql(small, identity)
    neutral = "select value from ir_config_parameter where key = 'database.is_neutralized'"
    assert cluster.sql("trial", neutral) == ["true"]
    assert cluster.sql("trial", "select count(*) from ir_mail_server where active and smtp_host <> 'invalid'") == ["0"]
    cluster.run("odoo", "db", "drop", "trial", ODOO_LOGFILE="")


def test_a_file_lost_by_the_server_is_told_and_does_not_stop_the_backup(cluster, small, tmp_path):
    """The rest is still saved, and the administrator reads which file is missing."""
    name = cluster.sql(small, "select store_fname from ir_attachment where store_fname is not null limit 1")[0]
    path = cluster.data_dir / "filestore" / small / name
    path.rename(tmp_path / "aside")
    try:
        result = cluster.run("python", BACKUP, "backup", "-d", small, "-f", tmp_path / "out")
    finally:
        (tmp_path / "aside").rename(path)
    assert result.returncode == 0 and f"1 fichiers manquaient déjà sur le serveur ({name})" in result.stdout


def test_a_failed_backup_leaves_nothing_that_looks_like_one(cluster, small, tmp_path):
    """No such database, or a dump cut in the middle: no archive, no checksum, no half file."""
    folder = tmp_path / "backups"
    result = cluster.run("python", BACKUP, "backup", "-d", "no_such_base", "-f", folder)
    assert result.returncode == 1 and "n'existe pas" in result.stderr
    dying = tmp_path / "odoo"
    dying.write_text('#!/bin/sh\nprintf half > "$4"\necho "no space left"\nexit 1\n')
    dying.chmod(0o755)
    result = cluster.run("python", BACKUP, "backup", "-d", small, "-f", folder, DURET_ODOO=str(dying))
    assert result.returncode == 1 and "no space left" in result.stderr
    assert [path.name for path in folder.iterdir()] == [".lock"]


def test_the_program_finds_the_password_without_the_entry_point(cluster, small, tmp_path):
    """`docker compose exec` runs it beside the entry point: it reads the password's file itself."""
    environment = cluster.environment()
    assert "PGPASSWORD" not in environment
    line = ["python", str(BACKUP), "backup", "-d", small, "-f", str(tmp_path)]
    result = subprocess.run(line, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    result = subprocess.run(
        line, env=environment | {"PGPASSWORD_FILE": "/no/such/file"}, capture_output=True, text=True
    )
    assert result.returncode == 1 and "Fichier de mot de passe illisible" in result.stderr


def test_two_backups_do_not_mix(cluster, small, tmp_path):
    """A second backup into the same folder says that one is running."""
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = cluster.run("python", BACKUP, "backup", "-d", small, "-f", tmp_path)
    assert result.returncode == 1 and "Une autre sauvegarde est en cours" in result.stderr


def test_old_backups_go_and_the_check_cries_when_the_last_one_is_old(cluster, small_archive, tmp_path):
    """Pruning keeps what the policy says; unfinished pairs and strangers are left alone; the age is watched."""
    for day in range(1, 29):
        path = tmp_path / f"small-202602{day:02}T013000Z.zip"
        path.write_bytes(b"")
        naming.checksum_file(path).write_text("")
    (tmp_path / "small-20200101T000000Z.zip").write_bytes(b"no checksum: unfinished")
    result = cluster.run(
        "python", BACKUP, "prune", "-d", "small", "-f", tmp_path, "--daily", 3, "--weekly", 2, "--monthly", 1
    )
    assert result.returncode == 0, result.stderr
    left = sorted(path.name[6:14] for path in tmp_path.glob("*.zip"))
    assert left == ["20200101", "20260222", "20260226", "20260227", "20260228"]
    assert len(list(tmp_path.glob("*.sha256"))) == 4
    old = cluster.run("python", BACKUP, "check", "-d", "small", "-f", tmp_path)
    assert old.returncode == 1 and "la sauvegarde quotidienne échoue" in old.stderr
    fresh = cluster.run("python", BACKUP, "check", "-d", "small", "-f", small_archive.parent)
    assert fresh.returncode == 0 and small_archive.name in fresh.stdout
