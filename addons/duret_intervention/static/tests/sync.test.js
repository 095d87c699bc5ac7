import {afterEach, beforeEach, describe, expect, test} from "@odoo/hoot";
import {OtherUser, SessionExpired, Unreachable} from "@duret_intervention/app/sync/http";
import {Outbox} from "@duret_intervention/app/sync/outbox";
import {Puller} from "@duret_intervention/app/sync/puller";
import {Sender} from "@duret_intervention/app/sync/sender";
import {LockedError, Store} from "@duret_intervention/app/store/store";
import {Uploader} from "@duret_intervention/app/sync/uploader";
import {canonical} from "@duret_intervention/app/db/canonical";
import {globalCachedFetch} from "@web/../tests/_framework/module_set.hoot";
import {mockFetch} from "@odoo/hoot-mock";
import {nextBody} from "@duret_intervention/app/sync/frames";
import {openPersonal} from "@duret_intervention/app/db/database";
import {untilDue} from "@duret_intervention/app/sync/sync";

describe.current.tags("desktop");

const REPORT = "0b6d6a52-5f0c-4f6e-8f37-0d9c1f6f2a01";
const PHOTO = "0b6d6a52-5f0c-4f6e-8f37-0d9c1f6f2a0f";
const CLOCK = {now: () => new Date("2026-11-21T09:00:00Z"), compare: () => undefined};
let users = 800_000;
let user = 0;
let db = null;
let outbox = null;

function quiet() {
    return undefined;
}

function json(result, options = {}) {
    return new Response(JSON.stringify(result), {headers: {"Content-Type": "application/json"}, ...options});
}

function rpc(result) {
    return json({jsonrpc: "2.0", id: 1, result});
}

/** The server takes every operation over. */
function accepted(ops) {
    return rpc({now: "2026-11-21T09:00:01Z", results: ops.map(({uuid}) => ({uuid, state: "applied", data: {}}))});
}

function sender() {
    return new Sender(outbox, CLOCK, async () => ({uuid: "phone", name: "", app: ""}), user);
}

async function fill(count) {
    for (let rank = 0; rank < count; rank++) {
        await outbox.change(REPORT, 12, `hours/kind${rank}`, null, rank);
    }
}

beforeEach(async () => {
    user = users++;
    db = await openPersonal(user);
    outbox = new Outbox(db, CLOCK, quiet);
});

afterEach(async () => {
    db.close();
    await new Promise((resolve) => {
        indexedDB.deleteDatabase(`duret_intervention_${user}`).onsuccess = resolve;
    });
});

describe("sending", () => {
    test("everything once, in order, on behalf of its author", async () => {
        const seen = [];
        mockFetch((url, {body, headers}) => {
            const {params} = JSON.parse(body);
            seen.push([
                url,
                new Headers(headers).get("X-Duret-User"),
                params.device.waiting,
                ...params.ops.map(({data}) => data.changes[0][0]),
            ]);
            return accepted(params.ops);
        });
        await fill(3);
        expect(await sender().run()).toBe(3);
        expect(seen).toEqual([["/intervention/push", String(user), 3, "hours/kind0", "hours/kind1", "hours/kind2"]]);
        expect(await outbox.all()).toEqual([]);
    });

    test("without network everything stays, and is sent again as it was", async () => {
        const sent = [];
        mockFetch((_url, {body}) => {
            sent.push(JSON.stringify(JSON.parse(body).params.ops));
            throw new TypeError("Failed to fetch");
        });
        await fill(2);
        await expect(sender().run()).rejects.toThrow(Unreachable);
        await outbox.change(REPORT, 12, "hours/kind0", 0, 5);
        mockFetch((_url, {body}) => {
            const {ops} = JSON.parse(body).params;
            sent.push(JSON.stringify(ops.slice(0, 2)));
            return accepted(ops);
        });
        expect(await sender().run()).toBe(3);
        expect(sent[0]).toBe(sent[1]);
    });

    test("what a weak network does not carry in time is sent in smaller parts", async () => {
        const sizes = [];
        mockFetch((_url, {body}) => {
            const {ops} = JSON.parse(body).params;
            sizes.push(ops.length);
            if (ops.length > 1) {
                throw new DOMException("The operation timed out.", "TimeoutError");
            }
            return accepted(ops);
        });
        await fill(2);
        await sender().run();
        expect(sizes).toEqual([2, 1, 1]);
        expect(await outbox.all()).toEqual([]);
        await fill(1);
        mockFetch(() => {
            throw new DOMException("The operation timed out.", "TimeoutError");
        });
        await expect(sender().run()).rejects.toThrow(Unreachable);
        expect((await outbox.all()).length).toBe(1);
    });

    test("an answer cut in the middle is no answer", async () => {
        await fill(1);
        mockFetch(() => new Response('{"jsonrpc": "2.0", "resu', {headers: {"Content-Type": "application/json"}}));
        await expect(sender().run()).rejects.toThrow(Unreachable);
        expect((await outbox.all()).length).toBe(1);
    });

    test("a session that is over keeps everything", async () => {
        await fill(1);
        mockFetch(() => json({error: {data: {name: "odoo.http.SessionExpiredException"}}}));
        await expect(sender().run()).rejects.toThrow(SessionExpired);
        expect((await outbox.all()).length).toBe(1);
    });

    test("nothing is sent under another name", async () => {
        await fill(1);
        mockFetch(() => rpc({other_user: true}));
        await expect(sender().run()).rejects.toThrow(OtherUser);
        expect((await outbox.all()).length).toBe(1);
    });

    test("the one row that the server cannot digest is found; others of other reports are sent", async () => {
        await fill(4);
        const poison = await outbox.add({kind: "visit.arrive", visit: 99});
        await outbox.add({kind: "visit.arrive", visit: 12});
        mockFetch((_url, {body}) => {
            const {ops} = JSON.parse(body).params;
            return ops.some(({uuid}) => uuid === poison.uuid)
                ? json({error: {message: "?"}}, {status: 500})
                : accepted(ops);
        });
        expect(await sender().run()).toBe(5);
        const rows = await outbox.all();
        expect(rows.map(({uuid}) => uuid)).toEqual([poison.uuid]);
        expect(rows[0].notBefore > Date.now()).toBe(true);
    });

    test("a row to be sent again waits; a refused one is told", async () => {
        await fill(2);
        mockFetch((_url, {body}) => {
            const [one, two] = JSON.parse(body).params.ops;
            return rpc({
                now: "2026-11-21T09:00:01Z",
                results: [
                    {uuid: one.uuid, state: "refused", code: "internal", message: "", retry: true},
                    {uuid: two.uuid, state: "refused", code: "too_long", message: "Too long.", data: {}},
                ],
            });
        });
        expect(await sender().run()).toBe(1);
        expect((await outbox.all()).map(({tries}) => tries)).toEqual([1]);
        expect((await outbox.told()).map(({result}) => result.code)).toEqual(["too_long"]);
    });
});

describe("photos", () => {
    function photo(size) {
        const blob = new Blob([new Uint8Array(size).fill(7)]);
        return {uuid: PHOTO, report: REPORT, blob, sha256: "ab", size, received: 0, addedAt: 1};
    }

    async function readFrame(body) {
        const buffer = await body.slice().arrayBuffer();
        const length = new DataView(buffer).getUint32(0);
        const header = JSON.parse(new TextDecoder().decode(buffer.slice(4, 4 + length)));
        return {header, bytes: buffer.byteLength - 4 - length};
    }

    test("a frame says what it carries", async () => {
        const {body, uuids} = nextBody([{...photo(10), received: 4}], 3);
        const {header, bytes} = await readFrame(body);
        expect(uuids).toEqual([PHOTO]);
        expect(header).toEqual({photo: PHOTO, sha256: "ab", size: 10, offset: 4, length: 3});
        expect(bytes).toBe(3);
    });

    test("pieces go on where the server is, and the bytes are forgotten only when it has all", async () => {
        await db.put("photos", photo(10));
        const uploader = new Uploader(db, user, quiet);
        uploader.most = 4;
        const offsets = [];
        const kept = [];
        // The second piece is lost: the server says again that it has four bytes.
        const received = [4, 4, 8, 10];
        mockFetch(async (_url, {body}) => {
            const {header} = await readFrame(body);
            offsets.push(header.offset);
            kept.push((await db.getAllKeys("photos")).length);
            const now = received[offsets.length - 1];
            return json({photos: [{photo: PHOTO, received: now, complete: now === 10}]});
        });
        await uploader.run();
        const row = await db.get("photos", PHOTO);
        expect(row.received).toBe(4);
        await db.put("photos", {...row, notBefore: 0});
        await uploader.run();
        expect(offsets).toEqual([0, 4, 4, 8]);
        expect(kept).toEqual([1, 1, 1, 1]);
        expect(await db.getAll("photos")).toEqual([]);
    });

    test("on a weak network the pieces are smaller", async () => {
        await db.put("photos", photo(200_000));
        const lengths = [];
        mockFetch(async (_url, {body}) => {
            const {header} = await readFrame(body);
            lengths.push(header.length);
            if (header.length > 64_000) {
                throw new DOMException("The operation timed out.", "TimeoutError");
            }
            const received = header.offset + header.length;
            return json({photos: [{photo: PHOTO, received, complete: received === 200_000}]});
        });
        const uploader = new Uploader(db, user, quiet);
        uploader.most = 200_000;
        await uploader.run();
        expect(lengths).toEqual([200_000, 100_000, 64_000, 64_000, 64_000, 8_000]);
        expect(await db.getAll("photos")).toEqual([]);
    });

    test("a photo that is refused stays on the telephone, and is not sent again", async () => {
        await db.put("photos", photo(3));
        let calls = 0;
        mockFetch(() => {
            calls++;
            return json({photos: [{photo: PHOTO, received: 3, complete: false, code: "not_an_image", message: "No."}]});
        });
        const uploader = new Uploader(db, user, quiet);
        await uploader.run();
        await uploader.run();
        expect(calls).toBe(1);
        expect((await db.get("photos", PHOTO)).refused).toEqual({code: "not_an_image", message: "No."});
    });
});

describe("fetching", () => {
    test("only what changed is asked for; what waits is not forgotten", async () => {
        await db.put("sections", {key: "visit/1", hash: "a", data: {id: 1}});
        await db.put("sections", {key: "visit/2", hash: "b", data: {id: 2}, goneAt: 1});
        await db.put("sections", {key: "visit/3", hash: "c", data: {id: 3}, goneAt: 1});
        await outbox.add({kind: "visit.arrive", visit: 3});
        let asked = null;
        mockFetch((_url, {body}) => {
            asked = JSON.parse(body).params;
            const sections = {"visit/1": {hash: "a2", data: {id: 1, state: "done"}}};
            return rpc({user, state: "s2", keys: ["visit/1"], sections});
        });
        await new Puller(db, user, quiet).run();
        expect(asked).toEqual({state: null, have: {"visit/1": "a", "visit/2": "b", "visit/3": "c"}});
        const kept = await db.getAll("sections");
        expect(kept.map(({key}) => key)).toEqual(["visit/1", "visit/3"]);
        expect(kept[0].data.state).toBe("done");
        expect(await db.get("values", "state")).toBe("s2");
    });
});

describe("store", () => {
    async function makeStore() {
        const store = new Store(db, {...CLOCK, skew: 0});
        store.outbox = outbox;
        await store.refresh();
        return store;
    }

    test("what is not sent yet lies over what the server said", async () => {
        await db.put("sections", {key: "visit/12", hash: "a", data: {id: 12, state: "planned", client: {}}});
        const store = await makeStore();
        await store.tell(12, "visit.arrive");
        expect(store.visits.get(12)).toMatchObject({state: "on_site", waiting: true});
        const report = await store.openReport(12);
        expect(await store.openReport(12)).toBe(report);
        await store.change(report, "work_done", "Café\r\nnoir");
        expect(store.reports.get(report)).toMatchObject({visit: 12, closed: false, content: {work_done: "Café\nnoir"}});
        expect(store.waiting).toBe(3);
    });

    test("the signature closes the report on the telephone", async () => {
        const store = await makeStore();
        const report = await store.openReport(12);
        const document = JSON.stringify({content: {work_done: "x"}});
        await store.sign(report, {document, outcome: "signed", signer: {}});
        expect(store.reports.get(report)).toMatchObject({closed: true, state: "signed", content: {work_done: "x"}});
        await expect(store.change(report, "work_done", "y")).rejects.toThrow(LockedError);
        const next = await store.amendReport(report, "Wrong");
        expect(store.reports.get(next)).toMatchObject({closed: false, amends: report, content: {work_done: "x"}});
    });

    test("when the telephone is full a photo is refused aloud, and a text is still kept", async () => {
        const store = await makeStore();
        await store.keepReserve();
        const report = await store.openReport(12);
        const put = outbox.change.bind(outbox);
        outbox.change = async (...values) => {
            if (await db.getKey("values", "reserve")) {
                throw new DOMException("full", "QuotaExceededError");
            }
            return put(...values);
        };
        await store.change(report, "work_done", "kept");
        expect(store.full).toBe(true);
        expect(store.reports.get(report).content).toEqual({work_done: "kept"});
    });

    test("what the client wants is kept on a full telephone too; its draft ends in the same moment", async () => {
        const store = await makeStore();
        await store.keepReserve();
        await store.keepDraft("request/quote/12", {text: "A charging point"});
        await store.keepDraft("request/problem/12", {text: "Another"});
        const add = outbox.add.bind(outbox);
        outbox.add = async (...values) => {
            if (await db.getKey("values", "reserve")) {
                throw new DOMException("full", "QuotaExceededError");
            }
            return add(...values);
        };
        await store.sendRequest(12, {kind: "quote", text: "A charging point"}, "request/quote/12");
        expect(store.pending("request.new").map(({visit, data}) => [visit, data.text])).toEqual([
            [12, "A charging point"],
        ]);
        expect(await db.getAllKeys("drafts")).toEqual(["request/problem/12"]);
    });

    test("a photo that is thrown away before it left takes its place along", async () => {
        const store = await makeStore();
        const report = await store.openReport(12);
        const blob = new Blob(["x"]);
        await store.addPhoto(report, {uuid: PHOTO, blob, sha256: "a", size: 1});
        await outbox.add({kind: "photo.position", visit: 12, report, data: {photo: PHOTO}});
        await outbox.add({kind: "photo.position", visit: 12, report, data: {photo: REPORT}});
        const [sent] = await outbox.markAttempted([
            await outbox.add({kind: "photo.position", visit: 12, report, data: {photo: PHOTO}}),
        ]);
        await store.dropPhoto(PHOTO);
        const left = (await outbox.all()).filter(({kind}) => kind === "photo.position");
        expect(left.map(({seq, data}) => [data.photo, seq === sent.seq])).toEqual([
            [REPORT, false],
            [PHOTO, true],
        ]);
        expect(await db.count("photos")).toBe(0);
    });
});

test("the telephone and the server write the signed document alike", async () => {
    const response = await globalCachedFetch("/duret_intervention/static/tests/golden_reports.json");
    const golden = await response.json();
    expect(golden.length > 2).toBe(true);
    for (const {document, canonical: text} of golden) {
        expect(canonical(document)).toBe(text);
    }
});

test("what had to wait is sent when its moment has come, not at the next look", () => {
    const now = 1_000_000;
    expect(untilDue([], now)).toBe(5 * 60_000);
    expect(untilDue([{}, {notBefore: now + 25_000}, {notBefore: now + 90_000}], now)).toBe(25_000);
    expect(untilDue([{notBefore: now - 1}], now)).toBe(5 * 60_000);
    expect(untilDue([{notBefore: now + 1}], now)).toBe(400);
    expect(untilDue([{refused: true, notBefore: now + 25_000}], now)).toBe(5 * 60_000);
});
