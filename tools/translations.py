"""French of the addons: export of the source terms, update of fr.po, and the checks of `make lint`.

Usage: python3 tools/translations.py pot DATABASE     write i18n/<addon>.pot and update i18n/fr.po
       python3 tools/translations.py check DATABASE   fail when a fresh export differs from what is committed
       python3 tools/translations.py check            checks that need no database
"""

import collections
import json
import re
import sys
import tempfile
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import source_terms  # noqa: E402 (the path above comes first)
from tools.suite.layout import ADDONS, ODOO_TREE, suite_addons  # noqa: E402

SAME_FILE = Path(__file__).with_name("same_in_french.txt")
# Odoo's own French, for the terms every model has (« Créé par », « Nom affiché »…).
MEMORY = ["base", "web", "mail", "portal", "resource", "product", "calendar", "survey", "account", "stock"]
# Texts written for clients in French only (models of letters): the source itself says that nobody translates them.
UNTRANSLATED = '<div t-translation="off">'
PLACEHOLDER = re.compile(r"%\(\w+\)[sdrf]|%[sdrf](?![a-zà-ÿ])|%\d\$s|\{\{.*?\}\}|\$\{.*?\}")
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)(?=[\s/>])")
HEADER = {
    "Project-Id-Version": "Odoo Server 19.0",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
EXPORT = """
import io, pathlib
from odoo.tools.translate import trans_export
for name in {names!r}:
    buffer = io.BytesIO()
    trans_export(None, [name], buffer, "po", env)
    pathlib.Path({folder!r}, name + ".pot").write_bytes(buffer.getvalue())
installed = env["ir.module.module"].search([("state", "=", "installed"), ("name", "in", {names!r})]).mapped("name")
print("EXPORTED " + __import__("json").dumps(sorted(installed)))
"""


def export(database: str, names: list[str]) -> dict[str, polib.POFile]:
    """Terms of each addon as Odoo itself sees them in a database where all of them are installed.

    Raises SystemExit when one is not installed: its terms would silently be missing.
    """
    from tools.suite import databases

    with tempfile.TemporaryDirectory() as folder:
        output = databases.odoo_script(database, EXPORT.format(names=names, folder=folder), "translations")
        installed = json.loads(re.search(r"EXPORTED (.*)", output)[1])
        if missing := set(names) - set(installed):
            raise SystemExit(f"not installed in {database}: {', '.join(sorted(missing))}")
        found = {}
        for name in names:
            text = (Path(folder) / f"{name}.pot").read_text()
            found[name] = translatable(polib.pofile(text) if text else polib.POFile())
        return found


def translatable(catalogue: polib.POFile) -> polib.POFile:
    """The catalogue without the texts that are French at the source."""
    result = polib.POFile()
    result.extend(entry for entry in catalogue if not entry.msgid.startswith(UNTRANSLATED))
    return result


def template(exported: polib.POFile) -> polib.POFile:
    """The export without what changes at each run: dates, and entries in a stable order."""
    result = polib.POFile(wrapwidth=100)
    result.metadata = dict(HEADER)
    for entry in sorted(exported, key=lambda entry: entry.msgid):
        result.append(
            polib.POEntry(msgid=entry.msgid, comment=entry.comment, occurrences=sorted(set(entry.occurrences)))
        )
    return result


def translated(pot: polib.POFile, old: dict[str, str], memory: dict[str, str]) -> polib.POFile:
    """French file of a template: known translations are kept, then Odoo's own wording, else empty."""
    result = polib.POFile(wrapwidth=100)
    result.metadata = HEADER | {"Language": "fr", "Plural-Forms": "nplurals=2; plural=(n > 1);"}
    for entry in pot:
        french = old.get(entry.msgid) or memory.get(entry.msgid, "")
        result.append(
            polib.POEntry(msgid=entry.msgid, msgstr=french, comment=entry.comment, occurrences=entry.occurrences)
        )
    return result


def read(path: Path) -> polib.POFile:
    """A gettext file, empty when it does not exist."""
    text = path.read_text() if path.exists() else ""
    return polib.pofile(text) if text.strip() else polib.POFile()


def as_dict(catalogue: polib.POFile) -> dict[str, str]:
    """Translations by source text, the empty, fuzzy and obsolete ones left out."""
    return {entry.msgid: entry.msgstr for entry in catalogue if entry.msgstr and not entry.fuzzy and not entry.obsolete}


def memory(names: list[str]) -> dict[str, str]:
    """What other addons of the suite, then Odoo itself, say in French for a term."""
    found: dict[str, str] = {}
    for name in names:
        found = as_dict(read(ADDONS / name / "i18n" / "fr.po")) | found
    for name in MEMORY:
        for path in sorted(ODOO_TREE.glob(f"usr/lib/python3/dist-packages/odoo/addons/{name}/i18n/fr.po")):
            found = as_dict(read(path)) | found
    return found


def write_all(database: str, names: list[str]) -> int:
    """Write templates and French files; prints what is not translated; returns how many terms are not."""
    known, missing = memory(names), 0
    for name, exported in export(database, names).items():
        folder = ADDONS / name / "i18n"
        folder.mkdir(exist_ok=True)
        pot = template(exported)
        french = translated(pot, as_dict(read(folder / "fr.po")), known)
        pot.save(str(folder / f"{name}.pot"))
        french.save(str(folder / "fr.po"))
        empty = french.untranslated_entries()
        missing += len(empty)
        print(f"{name}: {len(pot)} terms, {len(empty)} without French")
        for entry in empty:
            print(f"  {entry.msgid!r}")
    return missing


def stale(database: str, names: list[str]) -> list[str]:
    """Differences between what is committed and a fresh export."""
    faults = []
    for name, exported in export(database, names).items():
        fresh = {entry.msgid for entry in exported}
        kept = {entry.msgid for entry in read(ADDONS / name / "i18n" / "fr.po") if not entry.obsolete}
        faults += [f"{name}: fr.po lacks {text!r}" for text in sorted(fresh - kept)]
        faults += [f"{name}: fr.po keeps {text!r}, which nothing says any more" for text in sorted(kept - fresh)]
    return faults


def same_in_french() -> set[str]:
    """Terms that are the same in both languages, one a line."""
    lines = SAME_FILE.read_text().splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def entry_faults(entry: polib.POEntry, same: set[str]) -> list[str]:
    """Faults of one translation: empty, fuzzy, left in English, or other placeholders or tags than its source."""
    if entry.obsolete:
        return ["obsolete"]
    if entry.fuzzy:
        return ["fuzzy"]
    if not entry.msgstr.strip():
        return ["not translated"]
    faults = []
    if entry.msgid == entry.msgstr and not is_same_in_french(entry.msgid, same):
        faults.append("left as in English (tools/same_in_french.txt lists what may be)")
    for title, pattern in (("placeholders", PLACEHOLDER), ("tags", TAG)):
        left, right = (collections.Counter(pattern.findall(text)) for text in (entry.msgid, entry.msgstr))
        if left != right:
            faults.append(f"other {title} than the source")
    return faults


def is_same_in_french(text: str, same: set[str]) -> bool:
    """True when the text is listed, or made of listed words only; short words and symbols do not count."""
    listed = {word for line in same for word in words(line)}
    return text in same or not words(text) - listed


def words(text: str) -> set[str]:
    """Words of three letters and more, in lower case, tags and placeholders left out."""
    return {word.casefold() for word in re.findall(r"[^\W\d_]{3,}", strip_markup(text))}


def strip_markup(text: str) -> str:
    """The words of a term: no tags, no placeholders, no addresses."""
    return re.sub(r"https?://\S+", "", PLACEHOLDER.sub("", re.sub(r"<[^>]*>", "", text)))


def catalogue_faults(path: Path, same: set[str]) -> list[str]:
    """Faults of one French file, one line each."""
    try:
        catalogue = polib.pofile(path.read_text(), check_for_duplicates=True)
    except (OSError, ValueError) as error:
        return [f"{path}: {error}"]
    return [
        f"{path.parent.parent.name}/{path.parent.name}/{path.name}: {entry.msgid[:90]!r}: {fault}"
        for entry in catalogue
        for fault in entry_faults(entry, same)
    ]


def static_faults(addon: Path) -> list[str]:
    """Faults of an addon's French that need no database: quality, and terms of the sources that it does not know."""
    same, name = same_in_french(), addon.name
    french_file, pot_file = addon / "i18n" / "fr.po", addon / "i18n" / f"{name}.pot"
    if not french_file.exists() or not pot_file.exists():
        return [f"{name}: i18n/fr.po or i18n/{name}.pot is missing (make pot)"]
    faults = catalogue_faults(french_file, same)
    for path in sorted(addon.glob("i18n_extra/fr.po")):
        faults += catalogue_faults(path, same)
    pot = {entry.msgid for entry in read(pot_file)}
    french = {entry.msgid for entry in read(french_file)}
    faults += [f"{name}: fr.po and {name}.pot differ on {text!r} (make pot)" for text in sorted(pot ^ french)]
    exact, parts = source_terms.of_addon(addon)
    # Records of other addons that this one renames are exported with their own addon; their French stands apart.
    known = pot | {entry.msgid for path in addon.glob("i18n_extra/fr.po") for entry in read(path)}
    everything = "\n".join(" ".join(text.split()) for text in known)
    faults += [f"{name}: {text!r} is in the sources, not in {name}.pot (make pot)" for text in sorted(exact - known)]
    faults += [
        f"{name}: {text!r} is on a page, not in {name}.pot (make pot)"
        for text in sorted(parts)
        if text not in everything
    ]
    return faults


def main(arguments: list[str]) -> int:
    """Command line; returns 0 when nothing is missing."""
    names = suite_addons()
    match arguments:
        case ["pot", database, *only]:
            return 1 if write_all(database, only or names) else 0
        case ["check", database]:
            faults = stale(database, names)
        case ["check"]:
            faults = [fault for name in names for fault in static_faults(ADDONS / name)]
        case _:
            raise SystemExit(__doc__)
    print("\n".join(faults) or "French is complete")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
