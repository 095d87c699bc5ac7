import {afterEach, describe, expect, test} from "@odoo/hoot";
import {FORMAT, makeOp, nextBatch, wire} from "@duret_intervention/app/sync/op";
import {MIGRATIONS, openPersonal} from "@duret_intervention/app/db/database";
import {FIRST_WAIT, LONGEST_WAIT, waitAfter} from "@duret_intervention/app/sync/backoff";
import {Clock} from "@duret_intervention/app/sync/clock";
import {Outbox} from "@duret_intervention/app/sync/outbox";
import {deviceName} from "@duret_intervention/app/sync/device";
import {openDB} from "@duret_intervention/app/db/idb";

describe.current.tags("desktop");

const REPORT = "0b6d6a52-5f0c-4f6e-8f37-0d9c1f6f2a01";
const OTHER = "0b6d6a52-5f0c-4f6e-8f37-0d9c1f6f2a02";
const NOW = new Date("2026-11-21T09:00:00.250Z");
let opened = [];
let users = 900_000;

/** An outbox on a database of its own. */
async function makeOutbox() {
    users++;
    const db = await openPersonal(users);
    opened.push(db);
    const changes = [];
    return {db, changes, outbox: new Outbox(db, {now: () => NOW}, () => changes.push(1))};
}

afterEach(async () => {
    for (const db of opened) {
        const {name} = db;
        db.close();
        await new Promise((resolve) => {
            indexedDB.deleteDatabase(name).onsuccess = resolve;
        });
    }
    opened = [];
});

describe("outbox", () => {
    test("a change is kept before the promise is", async () => {
        const {db, outbox, changes} = await makeOutbox();
        const op = await outbox.add({kind: "visit.arrive", visit: 12});
        expect((await db.getAll("outbox")).map(({uuid}) => uuid)).toEqual([op.uuid]);
        expect(op).toMatchObject({kind: "visit.arrive", visit: 12, format: FORMAT, at: "2026-11-21T09:00:00.250Z"});
        expect(changes.length).toBe(1);
    });

    test("two changes of one value are one, with the first base", async () => {
        const {outbox} = await makeOutbox();
        await outbox.change(REPORT, 12, "work_done", null, "Rep");
        await outbox.change(REPORT, 12, "reserves", null, "Aucune");
        await outbox.change(REPORT, 12, "work_done", "Rep", "Repaired");
        const rows = await outbox.all();
        expect(rows.map(({data}) => data.changes)).toEqual([
            [["work_done", null, "Repaired"]],
            [["reserves", null, "Aucune"]],
        ]);
    });

    test("what was sent once is never changed again", async () => {
        const {outbox} = await makeOutbox();
        await outbox.change(REPORT, 12, "work_done", null, "one");
        const [first] = await outbox.all();
        await outbox.markAttempted([first]);
        await outbox.change(REPORT, 12, "work_done", "one", "two");
        const rows = await outbox.all();
        expect(rows.map(({data}) => data.changes[0])).toEqual([
            ["work_done", null, "one"],
            ["work_done", "one", "two"],
        ]);
        expect(rows[0].uuid).toBe(first.uuid);
    });

    test("what is sent is what is kept: words typed since the rows were read are among them", async () => {
        const {outbox} = await makeOutbox();
        await outbox.change(REPORT, 12, "work_done", null, "one");
        const read = await outbox.all();
        await outbox.change(REPORT, 12, "work_done", "one", "two");
        const sent = await outbox.markAttempted(read);
        expect(sent.map(({data, attempted}) => [data.changes[0], attempted])).toEqual([
            [["work_done", null, "two"], true],
        ]);
        expect(await outbox.all()).toEqual(sent);
    });

    test("a change after the signature stays after it", async () => {
        const {outbox} = await makeOutbox();
        await outbox.change(REPORT, 12, "work_done", null, "one");
        await outbox.add({kind: "report.sign", visit: 12, report: REPORT, data: {document: "{}"}});
        await outbox.change(REPORT, 12, "work_done", "one", "two");
        expect((await outbox.all()).map(({kind}) => kind)).toEqual(["report.change", "report.sign", "report.change"]);
    });

    test("what was refused is sent once more as a new operation of its own time, and once", async () => {
        const {db, outbox} = await makeOutbox();
        await outbox.change(REPORT, 12, "work_done", null, "one");
        const [op] = await outbox.all();
        await outbox.settle(op, {state: "refused", code: "not_yours", message: "Not yours.", data: {}});
        expect(await outbox.all()).toEqual([]);
        await outbox.resend(op.uuid);
        await outbox.resend(op.uuid);
        const [again, ...others] = await outbox.all();
        expect(others).toEqual([]);
        expect(again.uuid).not.toBe(op.uuid);
        expect(again).toMatchObject({at: op.at, kind: op.kind, visit: 12, report: REPORT, data: op.data, slot: ""});
        const [told] = await db.getAll("told");
        expect([told.op.uuid, told.resent]).toEqual([op.uuid, again.uuid]);
        // Words typed later are an operation of their own.
        await outbox.change(REPORT, 12, "work_done", null, "two");
        expect((await outbox.all()).length).toBe(2);
    });

    test("changes of another report are not touched", async () => {
        const {outbox} = await makeOutbox();
        await outbox.change(REPORT, 12, "work_done", null, "one");
        await outbox.change(OTHER, 13, "work_done", null, "two");
        expect((await outbox.all()).length).toBe(2);
    });

    test("a row taken over leaves, and its value stays where it was shown", async () => {
        const {db, outbox} = await makeOutbox();
        await outbox.change(REPORT, 12, "work_done", null, "Repaired");
        const [op] = await outbox.all();
        await outbox.settle(op, {state: "applied", code: "", message: "", data: {name: "BI-2026-00001"}});
        expect(await outbox.all()).toEqual([]);
        const section = await db.get("sections", `report/${REPORT}`);
        expect(section.hash).toBe("");
        expect(section.data).toMatchObject({name: "BI-2026-00001", content: {work_done: "Repaired"}});
        expect(await outbox.told()).toEqual([]);
    });

    test("a refused row is never thrown away", async () => {
        const {outbox} = await makeOutbox();
        await outbox.change(REPORT, 12, "work_done", null, "Repaired");
        const [op] = await outbox.all();
        await outbox.settle(op, {state: "refused", code: "locked", message: "Closed.", data: {}});
        await outbox.markRead(op.uuid);
        const [told] = await outbox.told();
        expect(told.op.data.changes).toEqual([["work_done", null, "Repaired"]]);
        expect(told).toMatchObject({read: true, result: {code: "locked", message: "Closed."}});
    });

    test("in a conflict the office's value stands, and both are shown", async () => {
        const {db, outbox} = await makeOutbox();
        await db.put("sections", {
            key: `report/${REPORT}`,
            hash: "h",
            data: {uuid: REPORT, visit: 12, state: "draft", content: {work_done: "before"}, conflicts: []},
        });
        await outbox.change(REPORT, 12, "work_done", "before", "mine");
        const [op] = await outbox.all();
        const conflict = {id: 3, path: "work_done", phone: "mine", office: "theirs"};
        await outbox.settle(op, {state: "conflict", code: "conflict", message: "…", data: {conflicts: [conflict]}});
        const {data} = await db.get("sections", `report/${REPORT}`);
        expect(data.content).toEqual({work_done: "theirs"});
        expect(data.conflicts).toEqual([conflict]);
        expect((await outbox.told()).length).toBe(1);
    });

    test("what was done at a cancelled visit was received all the same", async () => {
        const {db, outbox} = await makeOutbox();
        await outbox.change(REPORT, 12, "work_done", null, "mine");
        const [op] = await outbox.all();
        await outbox.settle(op, {state: "conflict", code: "visit_cancelled", message: "Told.", data: {}});
        const {data} = await db.get("sections", `report/${REPORT}`);
        expect(data.content).toEqual({work_done: "mine"});
    });

    test("an answer to another row of the same place changes nothing", async () => {
        const {outbox} = await makeOutbox();
        const op = await outbox.add({kind: "visit.arrive", visit: 12});
        await outbox.settle({...op, uuid: OTHER}, {state: "applied", data: {}});
        expect((await outbox.all()).length).toBe(1);
    });
});

describe("what is sent", () => {
    function op(seq, values) {
        return {...makeOp({kind: "report.change", report: REPORT, visit: 1, data: {changes: []}}, NOW), seq, ...values};
    }

    test("oldest first, a limited number", () => {
        const ops = [op(1), op(2), op(3)];
        expect(nextBatch(ops, 0, 2).map(({seq}) => seq)).toEqual([1, 2]);
    });

    test("a row that waits holds the later rows of its report only", () => {
        const ops = [op(1, {notBefore: 100}), op(2), op(3, {report: OTHER})];
        expect(nextBatch(ops, 50).map(({seq}) => seq)).toEqual([3]);
        expect(nextBatch(ops, 101).map(({seq}) => seq)).toEqual([1, 2, 3]);
    });

    test("not too heavy, but one row at least", () => {
        const heavy = {data: {document: "x".repeat(1_000_000)}};
        expect(nextBatch([op(1, heavy), op(2, heavy)], 0).map(({seq}) => seq)).toEqual([1]);
        expect(nextBatch([op(1, {data: {document: "x".repeat(3_000_000)}})], 0).length).toBe(1);
    });

    test("a row left by an older version is sent with what it lacks", () => {
        const old = {seq: 1, uuid: OTHER, kind: "visit.arrive", at: "2026-11-20T08:00:00Z", visit: 4};
        expect(wire(old)).toEqual({
            uuid: OTHER,
            kind: "visit.arrive",
            format: 1,
            at: "2026-11-20T08:00:00Z",
            visit: 4,
            report: null,
            data: {},
        });
        expect(nextBatch([old], 0)).toEqual([old]);
    });

    test("longer and longer waits, never together, never too long", () => {
        expect(waitAfter(1, () => 0)).toBe(FIRST_WAIT / 2);
        expect(waitAfter(3, () => 1)).toBe(FIRST_WAIT * 4);
        expect(waitAfter(50, () => 1)).toBe(LONGEST_WAIT);
    });
});

describe("database", () => {
    test("a schema only grows", () => {
        expect(MIGRATIONS.map(String).some((text) => /delete(ObjectStore|Index)|clear\(/.test(text))).toBe(false);
    });

    test("one made by a newer version is read by an older one", async () => {
        const name = "duret_intervention_899999";
        const newer = await openDB(name, MIGRATIONS.length + 1, {
            upgrade(db, from, to, transaction) {
                MIGRATIONS.forEach((step) => step(db, transaction));
                db.createObjectStore("later");
            },
        });
        await newer.add("outbox", {uuid: OTHER, kind: "visit.arrive", visit: 1});
        newer.close();
        const db = await openPersonal(899999);
        opened.push(db);
        expect((await db.getAll("outbox")).map(({uuid}) => uuid)).toEqual([OTHER]);
    });
});

describe("telephone", () => {
    test("a clock that is wrong is corrected, one that is right is left alone", () => {
        const clock = new Clock();
        clock.compare(new Date(Date.now() + 3 * 3600_000).toISOString());
        expect(clock.isWrong).toBe(true);
        expect(Math.abs(clock.corrected() - Date.now() - 3 * 3600_000) < 1000).toBe(true);
        clock.compare(new Date(Date.now() + 2000).toISOString());
        expect(clock.isWrong).toBe(false);
    });

    test("its name is one that the office recognises", () => {
        const agent = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36";
        expect(deviceName(agent)).toBe("Android, Chrome");
    });
});
