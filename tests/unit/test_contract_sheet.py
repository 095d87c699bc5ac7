"""The spreadsheet of maintenance contracts, as kept by hand."""

import doctest
import importlib
from datetime import date, timedelta

import pytest
from contract_sheet import (
    FIELDS,
    canonical,
    changed_cells,
    contract_key,
    legend_of,
    meanings,
    read_date,
    read_minutes,
    read_months,
    read_weeks,
    row_kind,
    split_equipment,
    understand,
)
from contract_sheet.words import phones_in
from duret_phones import parse_cell
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 11, 21)
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
SHORT = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def phones(text):
    return [number.e164 for number in parse_cell(text, "FR") if number.e164]


def entry_of(colour="", **cells):
    plain = {"client": "Mme Favre", "city": "Annecy", "equipment": "Alarme", "last": "12/03/2026"}
    return understand(plain | cells, colour, TODAY, phones)


def codes(entry):
    return [code for code, _words in entry.doubts]


@pytest.mark.parametrize("name", ["words", "dates", "quantities", "equipment", "colours", "states"])
def test_examples(name):
    outcome = doctest.testmod(importlib.import_module(f"contract_sheet.{name}"))
    assert outcome.attempted
    assert not outcome.failed


class TestDates:
    @given(days)
    def test_every_writing_of_a_day_gives_the_day(self, day):
        serial = (day - date(1899, 12, 30)).days
        month, short = MONTHS[day.month - 1], SHORT[day.month - 1]
        first = "1er" if day.day == 1 else day.day
        writings = [
            f"{day:%d/%m/%Y}",
            f"{day:%d.%m.%y}",
            f"{day.day}-{day.month}-{day.year}",
            f"{day:%Y-%m-%d}",
            f"{day:%Y-%m-%d} 00:00:00",
            str(serial),
            f"{first} {month} {day.year}",
            f"le {first} {month.upper()} {day.year}",
            f"fait le {day:%d/%m/%y}",
            f"{day.day} {short} {day.year}",
            f"OK {day:%d/%m/%Y}",
        ]
        if 36_526 <= serial <= 60_000:
            for text in writings:
                reading = read_date(text)
                assert (reading.day, reading.exact, reading.doubt) == (day, True, ""), text

    @given(st.integers(2000, 2060), st.integers(1, 12))
    def test_months_are_kept_as_months(self, year, month):
        name = MONTHS[month - 1]
        wanted = {f"{name} {year}": 15, f"début {name} {year}": 5, f"mi-{name} {year}": 15, f"fin {name} {year}": 25}
        wanted |= {f"{month:02}/{year}": 15, f"{SHORT[month - 1]}-{year % 100:02}": 15}
        for text, day in wanted.items():
            reading = read_date(text)
            assert (reading.day, reading.exact) == (date(year, month, day), False), text

    @pytest.mark.parametrize(
        ("text", "doubt"),
        [
            ("?", "unknown"),
            ("à voir", "unknown"),
            ("12/03/2025 ?", "unsure"),
            ("12/03", "no_year"),
            ("mars", "no_year"),
            ("31/02/2025", "impossible"),
            ("29/02/2025", "impossible"),
            ("15/13/2025", "impossible"),
            ("voir Sandrine", "unreadable"),
            ("12/03/1889", "unreadable"),
            ("99999", "unreadable"),
            ("12/03/2025 et 14/09/2025", "unreadable"),
        ],
    )
    def test_what_is_not_certain_is_a_doubt(self, text, doubt):
        assert read_date(text).doubt == doubt

    @given(st.text(max_size=40))
    def test_nothing_breaks_it(self, text):
        reading = read_date(text)
        assert reading.day is None or 1995 <= reading.day.year <= 2099

    def test_nothing_said(self):
        assert [read_date(text).doubt for text in ("", "-", "jamais", "néant")] == [""] * 4


class TestQuantities:
    @pytest.mark.parametrize(
        ("text", "months"),
        [
            ("annuel", 12),
            ("Annuelle", 12),
            ("1 an", 12),
            ("1x/an", 12),
            ("1 fois par an", 12),
            ("2 visites/an", 6),
            ("semestriel", 6),
            ("6 mois", 6),
            ("12", 12),
            ("tous les deux ans", 24),
            ("trimestriel", 3),
            ("4x par an", 3),
        ],
    )
    def test_periods(self, text, months):
        assert read_months(text) == (months, "")

    @pytest.mark.parametrize("text", ["bisannuel", "?", "annuel ?", "5x/an", "0", "quand il appelle", "200 ans"])
    def test_doubtful_periods(self, text):
        assert read_months(text) == (None, "period")

    @given(st.text(max_size=30))
    def test_nothing_breaks_them(self, text):
        assert read_months(text)[0] is None or 1 <= read_months(text)[0] <= 120
        assert read_weeks(text)[0] is None or 0 <= read_weeks(text)[0] <= 26
        assert read_minutes(text)[0] is None or 5 <= read_minutes(text)[0] <= 960


class TestEquipment:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Alarme\nVMC double flux", [("Alarme", 1), ("VMC double flux", 1)]),
            ("Alarme/Interphone", [("Alarme", 1), ("Interphone", 1)]),
            ("3 x BAES", [("BAES", 3)]),
            ("BAES (x12), alarme incendie", [("BAES", 12), ("alarme incendie", 1)]),
            ("VMC + VMC", [("VMC", 2)]),
            ("Portail 24V", [("Portail 24V", 1)]),
            ("300 L ballon", [("300 L ballon", 1)]),
            ("", []),
            ("?", []),
        ],
    )
    def test_cells(self, text, expected):
        assert split_equipment(text) == expected


class TestRows:
    HEADERS = ("Client", "Adresse", "Ville", "Matériel")

    @pytest.mark.parametrize(
        ("cells", "kind"),
        [
            (("", "", "", ""), "empty"),
            (("SECTEUR ANNECY",) * 4, "title"),
            (("Secteur Aix", "", "", ""), "title"),
            (("Mme Favre", "", "", ""), "contract"),
            (("Client", "Adresse", "Ville", "Matériel"), "header"),
            (("TOTAL", "", "", "187"), "total"),
            (("", "Sous-total Annecy", "", "42"), "total"),
            (("", "", "", "187 contrats"), "total"),
            (("Totalgaz Annecy", "3 rue X", "Annecy", "Alarme"), "contract"),
            (("Mme Favre", "3 rue X", "Annecy", ""), "contract"),
        ],
    )
    def test_kinds(self, cells, kind):
        assert row_kind(cells, self.HEADERS) == kind

    def test_a_plain_row_has_no_doubt(self):
        entry = entry_of(period="semestriel", zip="74000", phone="04 50 12 34 56", next="15/09/2026")
        assert not entry.doubts
        assert (entry.found.months, entry.found.next, entry.found.phones) == (6, date(2026, 9, 15), ["+33450123456"])

    @pytest.mark.parametrize(
        ("cells", "code"),
        [
            ({"client": ""}, "no_client"),
            ({"client": "Favre ou Fabre ?"}, "client_unsure"),
            ({"city": ""}, "no_town"),
            ({"zip": "7400"}, "zip"),
            ({"equipment": ""}, "no_equipment"),
            ({"last": "", "next": ""}, "no_date"),
            ({"last": "?"}, "last_unknown"),
            ({"last": "12/03/2027"}, "last_in_future"),
            ({"next": "12/03/2025"}, "next_before_last"),
            ({"next": "12/03/2062"}, "next_far"),
            ({"period": "bisannuel"}, "period"),
            ({"tolerance": "large"}, "tolerance"),
            ({"minutes": "la matinée"}, "minutes"),
            ({"state": "bof"}, "state"),
            ({"month": "printemps"}, "month"),
        ],
    )
    def test_doubts(self, cells, code):
        assert code in codes(entry_of(**cells))

    def test_a_telephone_in_the_remarks_is_found_and_the_remark_kept(self):
        note = "digicode 4521B, gardien 06 12 34 56 78 le matin"
        entry = entry_of(phone="0450123456", note=note)
        assert entry.found.phones == ["+33450123456", "+33612345678"]
        assert entry.found.note == note
        assert ("phone_in_note", "06 12 34 56 78") in entry.notes
        assert phones_in("le 12/03/2025, facture 20250312001, 12 000,00 €") == []

    def test_a_misspelt_address_is_told_not_cut_into_somebody_else_s(self):
        entry = entry_of(email="hélène@exemple.fr")
        assert (entry.found.email, ("email", "hélène@exemple.fr") in entry.notes) == ("", True)

    def test_colours_speak_unless_they_contradict(self):
        assert entry_of(colour="ended").found.state == "ended"
        assert "colour_against_state" in codes(entry_of(colour="ended", state="actif"))
        assert ("colour_unexplained", "") in entry_of(colour="unexplained").notes
        assert entry_of(colour="call").found.state == ""

    def test_a_month_alone_is_the_next_one_after_the_last_visit(self):
        assert entry_of(month="mars").found.next == date(2027, 3, 15)
        assert entry_of(last="", month="octobre").found.next == date(2027, 10, 15)

    def test_the_key_does_not_see_how_things_are_written(self):
        one = entry_of(client="FAVRE Jeanne", street="12, rue de la Paix", zip="74000").found
        same = entry_of(client="Jeanne  Favre", street="12 RUE DE LA PAIX", zip="74000", city="ANNECY").found
        other = entry_of(client="Jeanne Favre", street="12 rue de la Paix", zip="74000", equipment="VMC").found
        assert contract_key(one) == contract_key(same)
        assert contract_key(one) != contract_key(other)

    @given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=30)))
    def test_nothing_breaks_a_row(self, cells):
        entry = understand(cells, "", TODAY, phones)
        assert len(contract_key(entry.found)) == 64
        if not entry.doubts:
            assert entry.found.client
            assert entry.found.last or entry.found.next


class TestColumns:
    def test_headers_of_his_file(self):
        headers = ["N°", "Client ", "Adresse du site", "C.P.", "Commune", "Tél", "Matériel", "Périodicité"]
        headers += ["Dernière visite (Gaëtan)", "A faire", "REMARQUES", "Tel"]
        found = ["client", "street", "zip", "city", "phone", "equipment", "period", "last", "next", "note"]
        assert meanings(headers, {}) == [None, *found, None]

    def test_our_own_headers_come_first(self):
        assert meanings(["Client", "Contrat"], {"client": "number"}) == ["number", None]

    def test_a_word_means_one_field(self):
        words = [word for names in FIELDS.values() for word in names]
        assert len(words) == len(set(words))


def test_a_legend_that_says_two_things_says_the_graver():
    assert legend_of([("ff0000", "résilié (à rappeler en 2027)")]) == {"ff0000": "ended"}


class TestChanges:
    def test_one_writing_for_what_is_the_same(self):
        one = canonical({"period": "1 an", "last": "45728", "equipment": "VMC,2 clim", "state": "en cours"})
        same = canonical({"period": "12", "last": "12/03/25", "equipment": "VMC + 2 clim", "state": "actif"})
        assert one == same
        assert canonical({"minutes": "5 min"}) == {"minutes": "5 min"} == canonical(canonical({"minutes": "0h05"}))
        assert canonical({"last": "bientôt"}) == {"last": "bientôt"}, "what is not understood stays different"

    @given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=30)))
    def test_the_one_writing_is_stable(self, cells):
        assert canonical(canonical(cells)) == canonical(cells)

    cells = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", "1", "2"]))

    @given(cells)
    def test_a_file_that_nobody_touched_changes_nothing(self, now):
        assert changed_cells(now, now, now) == ({}, [])
        assert changed_cells(None, now, now) == ({}, [])

    @given(cells, cells, cells)
    def test_only_touched_cells_change_and_a_clash_is_told(self, written, read, now):
        changes, conflicts = changed_cells(written, read, now)
        for field in read.keys() & now.keys():
            touched = field in written and read[field] != written[field] or field not in written
            if field in changes:
                assert changes[field] == read[field] != now[field]
            if field in conflicts:
                assert touched
                assert written[field] != now[field]
            if not touched:
                assert field not in changes

    def test_work_done_meanwhile_survives(self):
        written = {"next": "01/03/2026", "note": "a"}
        assert changed_cells(written, {"next": "01/03/2026", "note": "b"}, {"next": "01/03/2027", "note": "a"}) == (
            {"note": "b"},
            [],
        )


@given(st.dates(date(2020, 1, 1), TODAY), st.integers(1, 60))
def test_serials_and_dates_agree(day, ahead):
    one = entry_of(last=str((day - date(1899, 12, 30)).days), next=f"{TODAY + timedelta(days=ahead):%d/%m/%y}")
    assert (one.found.last, one.found.next) == (day, TODAY + timedelta(days=ahead))
