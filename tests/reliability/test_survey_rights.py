"""Opinions by role: technicians and clients reach none of others', the office no figure by technician."""

import json

import pytest

OPINION, FIGURES, DESK = "duret.satisfaction.request", "duret.satisfaction.figures", "duret.opinion.desk"
INPUT, LINE = "survey.user_input", "survey.user_input.line"
WORDS = "zqrights"


def _reads(opinion, visit):
    """Calls that read an opinion in every way of the web client: (model, method, arguments, keywords)."""
    known = [["id", "=", opinion]]
    return [
        (OPINION, "search_read", [known], {}),
        (OPINION, "read", [[opinion]], {}),
        (OPINION, "web_read", [[opinion]], {"specification": {"display_name": {}, "comment": {}}}),
        (OPINION, "web_search_read", [known], {"specification": {"display_name": {}}}),
        (OPINION, "search_count", [known], {}),
        (OPINION, "name_search", [], {"name": ""}),
        (OPINION, "export_data", [[opinion], ["display_name", "comment", "nps"]], {}),
        (OPINION, "read_group", [known], {"fields": ["nps_points:avg"], "groupby": ["partner_id"]}),
        (OPINION, "formatted_read_group", [known], {"groupby": ["visit_id"], "aggregates": ["nps_points:avg"]}),
        (OPINION, "web_read_group", [known], {"groupby": ["visit_id"], "aggregates": ["nps_points:avg"]}),
        (
            OPINION,
            "read_progress_bar",
            [known],
            {"group_by": "visit_id", "progress_bar": {"field": "state", "colors": {}}},
        ),
        (OPINION, "message_post", [[opinion]], {"body": WORDS}),
        (OPINION, "write", [[opinion], {"tag_ids": []}], {}),
        (OPINION, "action_send", [[opinion]], {}),
        (OPINION, "action_skip", [[opinion]], {}),
        (OPINION, "action_anonymise", [[opinion]], {}),
        (INPUT, "search_read", [[["duret_visit_id", "=", visit]]], {}),
        (LINE, "search_read", [[["user_input_id.duret_visit_id", "=", visit]]], {}),
        (FIGURES, "duret_figures", [], {"filters": {"period": "all"}}),
        (FIGURES, "duret_comments", [], {"filters": {"period": "all"}}),
        (FIGURES, "duret_open", [], {"filters": {"period": "all"}}),
        (DESK, "lookup", ["zqcanari"], {}),
        (DESK, "open", [OPINION, opinion], {}),
        (DESK, "open_form", [OPINION, opinion], {}),
        (DESK, "save", [{"model": OPINION, "id": opinion, "source": "phone", "answers": {}}], {}),
        ("mail.message", "search_read", [[["model", "=", OPINION], ["res_id", "=", opinion]]], {}),
        ("duret.relance.message", "search_read", [[["res_model", "=", OPINION]]], {}),
        ("mail.activity", "search_read", [[["res_model", "=", OPINION]]], {}),
    ]


def _answer(visitor, call):
    """(what the call gave, None when it was refused; the whole text)."""
    model, method, args, kwargs = call
    answer = visitor.rpc(model, method, *args, **kwargs)
    body = json.loads(answer.body) if answer.body.startswith("{") else {}
    return body.get("result"), answer.body.lower()


def _told(answer):
    """Text of an answer, without the messages of other documents.

    Where a thread is closed to somebody, Odoo gives the last messages of all that he may read instead.
    """
    body = json.loads(answer.body) if answer.body.startswith("{") else {}
    result = body.get("result")
    data = result.get("data") if isinstance(result, dict) else None
    messages = data.get("mail.message") if isinstance(data, dict) else None
    if not messages:
        return answer.body.lower()
    return json.dumps([one for one in messages if one["model"] == OPINION], ensure_ascii=False).lower()


@pytest.fixture
def opinion(world):
    """The answered opinion of B about a technician's visit."""
    return world["clients"]["B"]


@pytest.mark.parametrize("who", ["technician", "A", "sibling", "anonymous"])
@pytest.mark.tracebacks_expected
def test_outsiders_reach_no_opinion(people, opinion, world, sql, report, who):
    """By each method of the web client and by the doors of discussions and files: refused or empty, nothing written."""
    row = f"select * from duret_satisfaction_request where id = {opinion['given_opinion']}"
    before, given = sql(row), []
    calls = _reads(opinion["given_opinion"], opinion["fsm_order"])
    for call in calls:
        result, text = _answer(people[who], call)
        if result or any(word in text for word in world["canaries"].values()):
            given.append((call[0], call[1]))
    thread = {"thread_model": OPINION, "thread_id": opinion["given_opinion"]}
    doors = [
        people[who].json("/mail/thread/messages", thread),
        people[who].json("/mail/chatter_fetch", thread),
        people[who].json("/mail/message/post", thread | {"post_data": {"body": WORDS}}),
        people[who].json("/mail/data", {"fetch_params": [["mail.thread", thread]]}),
        people[who].get(f"/mail/view?model={OPINION}&res_id={opinion['given_opinion']}"),
        people[who].get(f"/web/content/{OPINION}/{opinion['given_opinion']}/comment"),
        people[who].get(f"/my/avis/{opinion['given_opinion']}"),
        people[who].get("/web/export/csv", data=json.dumps(_export(["comment"]))),
    ]
    given += [number for number, one in enumerate(doors) if world["canaries"]["B"] in _told(one)]
    report(f"opinions, {who}", calls=len(calls) + len(doors), reached=len(given))
    assert given == []
    assert not any(opinion["given_token"] in one.location for one in doors)
    assert sql(row) == before
    assert sql(f"select count(*) from mail_message where body like '%{WORDS}%'") == [["0"]]


def _export(fields, groupby=()):
    """What the dialog of exports sends."""
    columns = [{"name": name, "label": name, "store": True, "type": "char"} for name in fields]
    return {
        "model": OPINION,
        "fields": columns,
        "ids": False,
        "domain": [],
        "groupby": list(groupby),
        "import_compat": False,
        "context": {},
    }


def test_a_technician_gets_his_own_figures_whatever_he_asks(people, opinion, world):
    """His page takes no technician, client or company of another from what the browser sends."""
    own, _text = _answer(people["technician"], (FIGURES, "duret_my_figures", [], {"filters": {"period": "all"}}))
    assert own["known"] is True
    assert own["total"]["answers"] == 0, "nobody has judged him"
    for wish in (
        {"person_id": opinion["person"]},
        {"person_id": [opinion["person"]]},
        {"technician": 1},
        {"zone": "%"},
    ):
        asked = (FIGURES, "duret_my_figures", [], {"filters": {"period": "all"} | wish})
        found, text = _answer(people["technician"], asked)
        assert found == own, wish
        assert "zqcanari" not in text
    pages = people["technician"].get("/my/avis").body.lower()
    assert not any(word in pages for word in world["canaries"].values())


def _by_technician(person, opinion):
    """Calls whose answer would be a figure by technician, or that find opinions by who did the visit."""
    probes = [
        (OPINION, ["person_id", "=", person]),
        (OPINION, ["person_id.name", "ilike", "tech"]),
        (OPINION, ["visit_id.person_id", "=", person]),
        (OPINION, ["visit_id.person_ids", "in", [person]]),
        (OPINION, ["visit_id", "any", [["person_id", "=", person]]]),
        (OPINION, ["visit_id", "not any", [["person_id", "=", person]]]),
        (OPINION, ["first_id.visit_id.person_id", "=", person]),
        (OPINION, ["partner_id.service_location_id.person_id", "=", person]),
        (OPINION, ["access_token", "=like", "a%"]),
        (INPUT, ["duret_visit_id.person_id", "=", person]),
        (LINE, ["user_input_id.duret_visit_id.person_id", "=", person]),
    ]
    calls = [(model, "search_count", [[probe]], {}) for model, probe in probes]
    for path in ("person_id", "visit_id.person_id", "access_token"):
        calls += [
            (OPINION, "formatted_read_group", [[]], {"groupby": [path], "aggregates": ["nps_points:avg"]}),
            (OPINION, "web_read_group", [[]], {"groupby": [path], "aggregates": ["nps_points:avg"]}),
            (OPINION, "read_group", [[]], {"fields": ["nps_points:avg"], "groupby": [path]}),
            (OPINION, "web_search_read", [[]], {"specification": {"nps": {}}, "order": path}),
            (OPINION, "export_data", [[opinion], [path.replace(".", "/")]], {}),
        ]
    filters = {"period": "all", "person_id": person}
    calls += [
        (INPUT, "formatted_read_group", [[]], {"groupby": ["duret_visit_id.person_id"], "aggregates": ["__count"]}),
        (OPINION, "name_search", [], {"name": "", "domain": [["visit_id.person_id", "=", person]]}),
        (
            OPINION,
            "read_progress_bar",
            [[]],
            {"group_by": "person_id", "progress_bar": {"field": "state", "colors": {}}},
        ),
        (OPINION, "read", [[opinion], ["person_id", "access_token"]], {}),
        (FIGURES, "duret_figures", [], {"filters": filters}),
        (FIGURES, "duret_comments", [], {"filters": filters}),
        (FIGURES, "duret_comments", [], {"filters": {"period": "all"}, "what": {"person_id": person}}),
        (FIGURES, "duret_my_figures", [], {"filters": filters}),
    ]
    return calls


@pytest.mark.parametrize("who", ["assistant", "manager"])
@pytest.mark.tracebacks_expected
def test_the_office_gets_no_figure_by_technician(people, opinion, report, who):
    """Each path to a technician is refused; the same calls without one give opinions."""
    calls = _by_technician(opinion["person"], opinion["given_opinion"])
    given = [call for call in calls if _answer(people[who], call)[0] is not None]
    figures, text = _answer(people[who], (FIGURES, "duret_figures", [], {"filters": {"period": "all"}}))
    exported = people[who].get("/web/export/csv", data=json.dumps(_export(["visit_id/person_id/name"], ["person_id"])))
    known, _text = _answer(people[who], (OPINION, "fields_get", [], {"attributes": ["type"]}))
    report(f"figures by technician, {who}", calls=len(calls), given=len(given))
    assert given == []
    assert figures["people"] is None
    assert figures["total"]["answers"] > 0
    assert "tech zqcanari" not in text
    assert "tech zqcanari" not in exported.body.lower()
    assert "comment" in known
    assert not {"person_id", "access_token"} & set(known)


def test_no_visit_or_technician_names_its_opinions(people):
    """The way back is closed too: no field of visits, technicians and clients leads to opinions and their marks."""
    for model in ("fsm.order", "fsm.person", "res.partner", "fsm.location"):
        known, _text = _answer(people["assistant"], (model, "fields_get", [], {"attributes": ["relation"]}))
        back = [name for name, one in known.items() if one.get("relation") in (OPINION, INPUT, LINE)]
        assert back == [], model


@pytest.mark.tracebacks_expected
def test_the_direction_sees_figures_by_technician(people, opinion, report):
    """The measuring device works: the same calls, by who may."""
    calls = _by_technician(opinion["person"], opinion["given_opinion"])
    given = sum(_answer(people["direction"], call)[0] is not None for call in calls)
    figures, text = _answer(people["direction"], (FIGURES, "duret_figures", [], {"filters": {"period": "all"}}))
    report("figures by technician, direction", calls=len(calls), given=given)
    assert given > len(calls) / 2
    assert figures["people"]
    assert "tech zqcanaribravo" in text
