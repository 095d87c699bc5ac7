import {NOW, REPORT, showScreen} from "./fake/fake_app";
import {PhotoShrinker, UnreadableImage, shrinker} from "@duret_intervention/app/capture/photo_shrink";
import {addReportPhoto, keepPhoto} from "@duret_intervention/app/capture/photo_intake";
import {asPlace, readPlace, sealPlace} from "@duret_intervention/app/capture/position";
import {describe, expect, test} from "@odoo/hoot";
import {VanScreen} from "@duret_intervention/app/screens/van/van";
import {asUtc} from "@duret_intervention/app/report/times";
import {patchWithCleanup} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const HERE = {latitude: 45.89924, longitude: 6.12938, accuracy: 7.6};
const ARRIVED = {arrived_at: "2026-11-21T08:00:00Z"};

/** A phone whose camera, digests and position answer at once; `asked` counts the questions for a position. */
async function phone(given = {}) {
    const seen = {asked: 0};
    patchWithCleanup(crypto.subtle, {digest: async (_name, bytes) => new Uint8Array([bytes.byteLength % 256])});
    patchWithCleanup(shrinker, {
        async shrink(blob, edge) {
            seen.edge = edge;
            return {blob, thumb: blob, width: 64, height: 48};
        },
    });
    patchWithCleanup(navigator, {
        geolocation: {
            getCurrentPosition(found) {
                seen.asked++;
                found({coords: HERE});
            },
        },
    });
    const told = await showScreen(VanScreen, given);
    return {seen, told, app: told.app, report: told.app.store.reports.get(REPORT)};
}

test("a photo is kept, then written into the report, then its place is told apart", async () => {
    const {seen, told, app, report} = await phone({content: ARRIVED});
    const uuid = await addReportPhoto(app, report, new Blob(["jpeg"]), {kind: "before"});
    expect(seen.edge).toBe(64);
    expect(told.photos.get(uuid).report).toBe(REPORT);
    const [[path, photo]] = told.changes;
    expect(path).toBe(`photos/${uuid}`);
    expect(photo).toEqual({
        sha256: "04",
        size: 4,
        kind: "before",
        pair: "",
        caption: "",
        taken_at: asUtc(NOW),
        place: photo.place,
    });
    const [op] = told.ops;
    expect([op.kind, op.data.photo, op.data.lat, op.data.lon, op.data.accuracy]).toEqual([
        "photo.position",
        uuid,
        "45.899240",
        "6.129380",
        "8",
    ]);
    expect(photo.place).toBe(await sealPlace(op.data));
});

test("no position is asked for before the arrival, after the departure, nor when the company says no", async () => {
    const {seen, told, app, report} = await phone({content: {}});
    await addReportPhoto(app, report, new Blob(["a"]), {kind: "other"});
    const gone = {...report, content: {...ARRIVED, left_at: "2026-11-21T08:30:00Z"}};
    await addReportPhoto(app, gone, new Blob(["b"]), {kind: "other"});
    app.store.me = {...app.store.me, position_allowed: false};
    await addReportPhoto(app, {...report, content: ARRIVED}, new Blob(["c"]), {kind: "other"});
    expect(seen.asked).toBe(0);
    expect(told.ops).toEqual([]);
    expect(told.changes.map(([, {place}]) => place)).toEqual(["", "", ""]);
});

test("no position is asked for when the technician switched it off on this telephone", async () => {
    const {seen, told, app, report} = await phone({content: ARRIVED});
    app.settings.position = false;
    await addReportPhoto(app, report, new Blob(["a"]), {kind: "other"});
    expect(seen.asked).toBe(0);
    expect(told.ops).toEqual([]);
    expect(told.changes[0][1].place).toBe("");
});

test("a position that is refused or late is no position", async () => {
    const refusing = {getCurrentPosition: (_found, refused) => refused({code: 1})};
    expect(await readPlace(true, refusing)).toBe(null);
    expect(await readPlace(true, undefined)).toBe(null);
    expect(asPlace(HERE, "s")).toEqual({salt: "s", lat: "45.899240", lon: "6.129380", accuracy: "8"});
});

test("a full phone: the report does not speak of a photo that was not kept", async () => {
    const {told, app, report} = await phone({content: ARRIVED});
    told.failure = new DOMException("", "QuotaExceededError");
    const attempt = addReportPhoto(app, report, new Blob(["a"]), {kind: "before"});
    await expect(attempt).rejects.toThrow(DOMException);
    expect(told.changes).toEqual([]);
    expect(told.photos.size).toBe(0);
});

test("the photo of a request belongs to no report and carries no place", async () => {
    const {seen, told, app} = await phone({content: ARRIVED});
    const photo = await keepPhoto(app, null, new Blob(["jpeg"]));
    expect(told.photos.get(photo.uuid).report).toBe(null);
    expect(seen.asked).toBe(0);
});

describe("making small", () => {
    test("a worker that dies leaves the work to the page; what is no image is told", async () => {
        const one = new PhotoShrinker();
        const calls = [];
        Object.assign(one, {
            canWork: () => true,
            inWorker: async () => {
                throw new Error("worker");
            },
            onPage: async (blob) => {
                calls.push(blob);
                return {width: 1};
            },
        });
        expect(await one.shrink("photo", 64)).toEqual({width: 1});
        expect(calls).toEqual(["photo"]);
        one.inWorker = async () => {
            throw new UnreadableImage("unreadable");
        };
        await expect(one.shrink("text", 64)).rejects.toThrow(UnreadableImage);
        expect(calls).toEqual(["photo"]);
    });

    test("one at a time, and a failure does not stop the next", async () => {
        const one = new PhotoShrinker();
        const steps = [];
        one.shrinkOne = async (blob) => {
            steps.push(`+${blob}`);
            await Promise.resolve();
            steps.push(`-${blob}`);
            if (blob === "a") {
                throw new Error("no memory");
            }
            return blob;
        };
        const [first, second] = await Promise.allSettled([one.shrink("a", 1), one.shrink("b", 1)]);
        expect([first.status, second.value]).toEqual(["rejected", "b"]);
        expect(steps).toEqual(["+a", "-a", "+b", "-b"]);
    });
});
