"""A file that could not be read is put back once the profile is mended: it is read then, whatever was noted of it."""

import pytest
from folder_desk import names
from sage.profiles import build
from sage.records import CLIENT
from sage.transports.csv_folder.ledger import FolderLedger
from sage.transports.csv_folder.transport import FolderTransport

TEXT = "Code;Intitulé\r\nC1;Perrin\r\nC2;Favre\r\n"


def transport(root, columns, ledger=None, **special):
    """A way through a folder with these columns."""
    layout = {"pattern": "C_{sequence}.csv", "full": True, "columns": columns | special}
    return FolderTransport(root, build({"entity": {"client": layout}}, "x"), ledger or FolderLedger(":memory:"))


def drop(root, name="C_1.csv", text=TEXT):
    """A whole file from SAGE."""
    path = root / "depuis_sage" / name
    path.write_bytes(text.encode("cp1252"))
    path.with_suffix(".ok").write_text("")


def come(door):
    """(keys, codes of refused lines) of what comes now, acknowledged."""
    pages = list(door.changes(CLIENT, None))
    door.acknowledge(CLIENT)
    return [one.key for page in pages for one in page.records], [bad.code for page in pages for bad in page.rejected]


@pytest.mark.parametrize("special", [{}, {"Modif": "stamp"}], ids=["without moments", "with moments"])
def test_an_unreadable_file_put_back_after_the_profile_is_mended_is_read(tmp_path, special):
    wrong = transport(tmp_path, {"cbMarq": "key", "CT_Intitule": "name"}, **special)
    drop(tmp_path)
    assert come(wrong) == ([], ["unknown_header"])
    assert "C_1.csv" in names(tmp_path, "erreurs")
    right = transport(tmp_path, {"Code": "key", "Intitulé": "name"}, wrong.ledger, **special)
    drop(tmp_path)
    assert come(right) == (["C1", "C2"], [])
    assert names(tmp_path, "traites") == ["C_1.csv"]
    # From now on it is known.
    drop(tmp_path)
    assert come(right) == ([], [])


@pytest.mark.parametrize("special", [{}, {"Modif": "stamp"}], ids=["without moments", "with moments"])
def test_a_file_with_refused_lines_put_back_after_the_profile_is_mended_is_read(tmp_path, special):
    columns = {"Code": "key", "Intitulé": "name", "Né le": "siret"}
    wrong = transport(tmp_path, columns, **special)
    text = "Code;Intitulé;Né le\r\nC1;Perrin;\r\nC2;Favre;x\r\n"
    for _time in range(2):
        # As long as nothing is mended, the same lines are refused for the same reason.
        drop(tmp_path, text=text)
        assert come(wrong) == (["C1"], ["bad_siret"])
    right = transport(tmp_path, columns | {"Né le": "comment"}, wrong.ledger, **special)
    drop(tmp_path, text=text)
    assert come(right) == (["C1", "C2"], [])
    drop(tmp_path, text=text)
    assert come(right) == ([], [])


def test_without_moments_a_file_with_refused_lines_does_not_hide_an_undone_change(tmp_path):
    door = transport(tmp_path, {"Code": "key", "Intitulé": "name", "S": "siret"})
    first, second = "Code;Intitulé;S\r\nC1;Perrin;\r\n", "Code;Intitulé;S\r\nC1;Perrin SARL;\r\nC2;Favre;x\r\n"
    for number, text in enumerate((first, second, first), 1):
        drop(tmp_path, f"C_{number}.csv", text)
        assert come(door)[0] == ["C1"]


def test_an_unreadable_file_still_counts_as_arrived(tmp_path):
    door = transport(tmp_path, {"Code": "key", "Intitulé": "name"})
    for number, text in ((1, TEXT), (2, "Rien;De;Tel\r\n"), (3, TEXT + "C3;Bon\r\n")):
        drop(tmp_path, f"C_{number}.csv", text)
        come(door)
    assert door.gaps(door.profile.layouts[CLIENT]) == []


def test_a_late_file_put_back_is_refused_again(tmp_path):
    door = transport(tmp_path, {"Code": "key", "Intitulé": "name"})
    drop(tmp_path, "C_2.csv")
    come(door)
    for _time in range(2):
        drop(tmp_path, "C_1.csv", TEXT + "C9;Ancien\r\n")
        assert come(door) == ([], ["late_file"])


def test_a_file_of_which_all_was_read_stays_known_under_any_name(tmp_path):
    door = transport(tmp_path, {"Code": "key", "Intitulé": "name", "Modif": "stamp"})
    drop(tmp_path, "C_1.csv")
    assert come(door) == (["C1", "C2"], [])
    for number in (1, 2, 2, 3):
        drop(tmp_path, f"C_{number}.csv")
        assert come(door) == ([], [])


def test_the_last_export_counts_when_every_one_has_the_same_name(tmp_path):
    layout = {"pattern": "clients.csv", "full": True, "columns": {"Code": "key", "Intitulé": "name"}}
    door = FolderTransport(tmp_path, build({"entity": {"client": layout}}, "x"), FolderLedger(":memory:"))
    for text in (TEXT, TEXT + "C3;Nouveau\r\n", "Code;Intitulé\r\nC1;Perrin\r\nC3;Nouveau\r\n"):
        drop(tmp_path, "clients.csv", text)
        come(door)
    assert list(door.keys(CLIENT)) == ["C1", "C3"]
    assert door.read(CLIENT, "C2") is None


def test_the_last_export_counts_when_the_numbers_begin_again(tmp_path):
    columns = {"Code": "key", "Intitulé": "name", "Modif": "stamp"}
    door = transport(tmp_path, columns)
    for number, text in ((1, TEXT), (2, TEXT + "C3;Autre\r\n")):
        drop(tmp_path, f"C_{number}.csv", text)
        come(door)
    # The administrator has SAGE's numbers begin again: nothing is remembered of the files.
    door = transport(tmp_path, columns)
    drop(tmp_path, "C_1.csv", TEXT + "C4;Nouveau\r\n")
    assert come(door)[0] == ["C1", "C2", "C4"]
    assert list(door.keys(CLIENT)) == ["C1", "C2", "C4"]
