"""The phone's JavaScript and the server's Python write the same text and judge alike, character for character.

Both are run on the same random inputs; Node runs the modules of the app as they are shipped.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from field_report.document import canonical, clean, digest
from field_report.judgement import decimal_text, judge
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

APP = Path(__file__).parents[2] / "addons/duret_intervention/static/src/app"
BATCH = 40
ANSWERER = """
import {readFileSync} from "node:fs";
import {createHash} from "node:crypto";
import {canonical} from "./canonical.mjs";
import {judge, readDecimal} from "./judgement.mjs";
const {documents, measures} = JSON.parse(readFileSync(0, "utf8"));
const texts = documents.map(canonical);
process.stdout.write(JSON.stringify({
    texts,
    digests: texts.map((text) => createHash("sha256").update(text, "utf8").digest("hex")),
    numbers: measures.map(([typed]) => readDecimal(typed)),
    verdicts: measures.map(([typed, minimum, maximum]) => judge(readDecimal(typed) ?? "", {minimum, maximum})),
}));
"""

TEXT = st.text(st.characters(), max_size=30) | st.sampled_from(
    ["cafe\u0301\r\n", "\r", "\r\r\n", "\x00\x85\x9f", "\u2028\u2029", "\U0001f600", "\uffee", "Å\u030a", '"\\/', "\t"]
)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
PLAIN = TEXT | WHOLE | st.booleans() | st.none()


def named(values, size):
    """Objects whose names stay apart when they are cleaned: JavaScript does not keep the order of names like « 1 »."""
    return st.lists(st.tuples(TEXT, values), max_size=size, unique_by=lambda pair: clean(pair[0])).map(dict)


VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | named(inner, 4))
DOCUMENTS = st.fixed_dictionaries({"content": named(VALUES, 6)}, optional={"signer": VALUES})
DECIMAL = st.from_regex(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?", fullmatch=True)
TYPED = (
    DECIMAL | DECIMAL.map(lambda text: text.replace(".", ",")) | st.sampled_from(["", "abc", "007,50", "1.2.3", "--1"])
)
MEASURES = st.tuples(TYPED, st.none() | DECIMAL, st.none() | DECIMAL)


@pytest.fixture(scope="module")
def on_the_phone(tmp_path_factory):
    """Return a function that gives what the app's modules make of documents and measures."""
    room = tmp_path_factory.mktemp("app")
    for source in ("db/canonical", "report/judgement"):
        shutil.copy(APP / f"{source}.js", room / f"{Path(source).name}.mjs")
    (room / "answerer.mjs").write_text(ANSWERER)

    def run(documents=(), measures=()):
        given_text = json.dumps({"documents": list(documents), "measures": list(measures)})
        line = ["node", str(room / "answerer.mjs")]
        done = subprocess.run(line, input=given_text.encode(), capture_output=True, check=True, timeout=60)
        return json.loads(done.stdout)

    return run


ONE_BATCH = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


@ONE_BATCH
@given(st.lists(DOCUMENTS, min_size=BATCH // 2, max_size=BATCH))
def test_one_text_and_one_digest(on_the_phone, documents):
    theirs = on_the_phone(documents=documents)
    ours = [canonical(document) for document in documents]
    assert theirs["texts"] == ours
    assert theirs["digests"] == [digest(text) for text in ours]


@ONE_BATCH
@given(st.lists(MEASURES, min_size=BATCH // 2, max_size=BATCH))
def test_one_judgement(on_the_phone, measures):
    theirs = on_the_phone(measures=measures)
    assert theirs["numbers"] == [decimal_text(typed) for typed, _low, _high in measures]
    assert theirs["verdicts"] == [judge(decimal_text(typed) or "", low, high) for typed, low, high in measures]


def test_halves_of_characters_do_not_meet(on_the_phone):
    """What is left out between two halves of a character must not make them one."""
    documents = [{"content": {"work_done": "\ud83d\x00\ude00"}}, {"content": {"work_done": "\ud83d\r\n\ude00"}}]
    assert on_the_phone(documents=documents)["texts"] == [canonical(document) for document in documents]
