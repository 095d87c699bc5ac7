"""The pure rules of the backups: names, retention, hour of the day, reading of a dump."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from duret_backup import BackupError, clock, contents, naming, retention
from hypothesis import given
from hypothesis import strategies as st

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(), timedelta(days=5500)).map(lambda age: START + age)
policies = st.builds(retention.Policy, daily=st.integers(0, 9), weekly=st.integers(0, 6), monthly=st.integers(0, 14))


@given(st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True), moments)
def test_a_backup_name_is_read_back(database, moment):
    """Database and second survive the file name, whatever dashes the database's name has."""
    assert naming.parse(naming.archive_name(database, moment)) == (database, moment.replace(microsecond=0))


@pytest.mark.parametrize(
    "name", ["duret.zip", "duret-20261399T013000Z.zip", "duret-20261121T013000Z.zip.part", "é.zip"]
)
def test_other_files_are_never_taken_for_backups(name):
    """Nothing of the administrator's own in the folder is ever deleted by the retention."""
    assert naming.parse(name) is None


@given(st.lists(moments, unique=True, max_size=60), policies)
def test_retention_keeps_the_newest_and_no_more_than_it_says(found, policy):
    """Bounded, idempotent, and the newest backup always stays, even with a policy of zero."""
    stay = retention.kept(found, policy, PARIS)
    assert stay <= set(found)
    assert len(stay) <= max(1, sum(policy))
    assert retention.kept(stay, policy, PARIS) == stay
    if found:
        assert max(found) in stay


@given(moments, st.integers(1, 500))
def test_daily_backups_for_a_long_time(first, days):
    """After n daily backups pruned each night there are 7 last days, 4 weeks and up to 12 months to go back to."""
    policy = retention.Policy()
    alive: set = set()
    moment = first
    for _ in range(days):
        moment = clock.next_run(moment, "02:30", PARIS)
        alive = retention.kept(alive | {moment}, policy, PARIS)
    last = moment.astimezone(PARIS).date()
    ages = {(last - kept.astimezone(PARIS).date()).days for kept in alive}
    assert set(range(min(days, 7))) <= ages
    assert len(alive) <= 23
    assert days <= 60 or max(ages) >= 28
    assert days <= 400 or max(ages) >= 300


def test_the_hour_is_the_companys_in_summer_and_in_winter():
    """02:30 at Annecy is 00:30 UTC in July and 01:30 UTC in December."""
    assert clock.next_run(datetime(2026, 7, 1, 12, tzinfo=UTC), "02:30", PARIS) == datetime(
        2026, 7, 2, 0, 30, tzinfo=UTC
    )
    assert clock.next_run(datetime(2026, 12, 1, 12, tzinfo=UTC), "02:30", PARIS) == datetime(
        2026, 12, 2, 1, 30, tzinfo=UTC
    )


@given(moments, st.integers(0, 23), st.integers(0, 59))
def test_exactly_one_backup_a_day_whatever_the_clock_does(now, hour, minute):
    """The next run lies ahead, within 25 hours; nights when the clock changes neither skip nor double it."""
    at = f"{hour:02}:{minute:02}"
    first = clock.next_run(now, at, PARIS)
    second = clock.next_run(first, at, PARIS)
    assert now < first <= now + timedelta(hours=25)
    assert timedelta(hours=22) < second - first < timedelta(hours=26)
    assert (second.astimezone(PARIS).date() - first.astimezone(PARIS).date()).days == 1


@pytest.mark.parametrize("text", ["24:00", "2h30", "", "12:60"])
def test_an_impossible_hour_is_refused_in_plain_words(text):
    """The service says what is wrong instead of never running."""
    with pytest.raises(BackupError, match="Heure de sauvegarde incorrecte"):
        clock.parse_time(text)


values = st.one_of(st.none(), st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20))


def _copied(value: str | None) -> str:
    """A value as COPY writes it."""
    if value is None:
        return r"\N"
    for plain, escaped in (("\\", r"\\"), ("\n", r"\n"), ("\t", r"\t"), ("\r", r"\r"), ("\b", r"\b"), ("\f", r"\f")):
        value = value.replace(plain, escaped)
    return value.replace("\v", r"\v")


@given(values)
def test_a_copied_value_is_read_back(value):
    """Tabs, line ends, backslashes and NULL survive."""
    assert contents.unescape(_copied(value)) == value


DUMP = r"""
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
COPY public.ir_attachment (name, id, store_fname) FROM stdin;
CREATE INDEX trap ON nothing	1	ab/abcd
COPY public.trap (id) FROM stdin;	2	\N
\.
COPY public."Odd name" (id) FROM stdin;
\.
COPY public.ir_config_parameter (id, key, value) FROM stdin;
1	database.secret	a\\b
\.
ALTER TABLE ONLY public.ir_attachment
    ADD CONSTRAINT ir_attachment_pkey PRIMARY KEY (id);
CREATE INDEX ir_attachment__name_index ON public.ir_attachment USING btree (name);
CREATE UNIQUE INDEX one ON public.ir_attachment USING btree (id);
"""


def test_a_dump_is_read_as_postgresql_wrote_it():
    """Rows that look like statements are rows."""
    found = contents.read(line.encode() + b"\n" for line in DUMP.splitlines())
    assert found.rows == {"ir_attachment": 2, "Odd name": 0, "ir_config_parameter": 1}
    assert found.indexes == {"ir_attachment__name_index", "one"}
    assert found.constraints == {"ir_attachment_pkey"}
    assert found.extensions == {"pg_trgm"}
    assert found.files == {"ab/abcd"}
    assert found.parameters == {"database.secret": "a\\b"}


def test_every_kind_of_loss_is_named():
    """A missing table, row, index, constraint or extension is told; something more is no loss."""
    found = contents.read(line.encode() for line in DUMP.splitlines())
    poorer = contents.Contents(rows={"ir_attachment": 1, "Odd name": 0, "new": 4}, indexes={"one", "more"})
    assert contents.differences(found, found) == []
    assert contents.differences(found, poorer) == [
        "table ir_config_parameter : absente",
        "table ir_attachment : 1 lignes au lieu de 2",
        "index ir_attachment__name_index : absent(e)",
        "contrainte ir_attachment_pkey : absent(e)",
        "extension pg_trgm : absent(e)",
    ]
