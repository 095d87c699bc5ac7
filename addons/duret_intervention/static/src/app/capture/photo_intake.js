import {onSite, readPlace, sealPlace} from "@duret_intervention/app/capture/position";
import {asUtc} from "@duret_intervention/app/report/times";
import {sha256Hex} from "@duret_intervention/app/capture/digest";
import {shrinker} from "@duret_intervention/app/capture/photo_shrink";

/** Long side of a photo in pixels when the server says nothing else. */
export const EDGE = 2048;

/**
 * A file from the camera becomes a small copy, its fingerprint and a thumbnail, durable on the phone.
 *
 * @param {Object} app
 * @param {string|null} report uuid, null for the photo of a request
 * @param {Blob} file
 * @returns {Promise<{uuid: string, sha256: string, size: number}>}
 * @throws {UnreadableImage}
 * @throws {DOMException} "QuotaExceededError" when the phone is full
 */
export async function keepPhoto({store}, report, file) {
    const small = await shrinker.shrink(file, store.me?.photo_edge || EDGE);
    const uuid = crypto.randomUUID();
    const sha256 = await sha256Hex(small.blob);
    await store.addPhoto(report, {uuid, sha256, size: small.blob.size, ...small});
    return {uuid, sha256, size: small.blob.size};
}

/**
 * A photo of a report: kept, then written into the report with its time and, where it is allowed, the seal of its place.
 *
 * @param {Object} app
 * @param {Object} report with uuid, visit and content
 * @param {Blob} file
 * @param {{kind: string, pair: string}} role
 * @returns {Promise<string>} uuid of the photo; resolved when photo and report are durable
 */
export async function addReportPhoto(app, report, file, {kind, pair = ""}) {
    const {store, outbox, clock, settings} = app;
    const taken = asUtc(clock.now());
    // Asked for at the moment of the shutter, while the picture is made small.
    const placing = readPlace(Boolean(store.me?.position_allowed) && settings.position && onSite(report.content));
    const {uuid, sha256, size} = await keepPhoto(app, report.uuid, file);
    const place = await placing;
    const seal = place ? await sealPlace(place) : "";
    await store.change(report.uuid, `photos/${uuid}`, {
        sha256,
        size,
        kind,
        pair,
        caption: "",
        taken_at: taken,
        place: seal,
    });
    if (place) {
        await outbox.add({
            kind: "photo.position",
            visit: report.visit,
            report: report.uuid,
            data: {photo: uuid, ...place},
        });
    }
    return uuid;
}
