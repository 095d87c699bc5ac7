/** The body of a request that carries pieces of photos: for each, the length of a header, the header, the bytes. */

/** The server takes 4 MB a request; a weak network is better served by less. */
export const MOST_BODY = 1_000_000;

/**
 * One frame.
 *
 * @param {{uuid: string, sha256: string, size: number, blob: Blob}} photo
 * @param {number} offset first byte
 * @param {number} length number of bytes
 * @returns {Array} parts of a Blob
 */
export function frame({uuid, sha256, size, blob}, offset, length) {
    const header = new TextEncoder().encode(JSON.stringify({photo: uuid, sha256, size, offset, length}));
    const prefix = new ArrayBuffer(4);
    new DataView(prefix).setUint32(0, header.length);
    return [prefix, header, blob.slice(offset, offset + length)];
}

/**
 * The next request: pieces of the oldest photos until it is full.
 *
 * @param {object[]} photos with `received`, the bytes that the server has
 * @param {number} [most] bytes
 * @returns {{body: Blob, uuids: string[]}|null} null when everything was sent
 */
export function nextBody(photos, most = MOST_BODY) {
    const parts = [];
    const uuids = [];
    let left = most;
    for (const photo of photos) {
        if (left <= 0) {
            break;
        }
        const length = Math.min(left, photo.size - photo.received);
        // A photo whose bytes are all there but whose receipt got lost is asked about with an empty piece.
        parts.push(...frame(photo, photo.received, length));
        uuids.push(photo.uuid);
        left -= length;
    }
    return uuids.length ? {body: new Blob(parts), uuids} : null;
}
