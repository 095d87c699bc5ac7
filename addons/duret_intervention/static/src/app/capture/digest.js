/** Fingerprints made on the phone, at the moment of capture. */

/**
 * @param {Blob|ArrayBuffer|Uint8Array|string} data a string counts as its UTF-8 bytes
 * @returns {Promise<string>} SHA-256, 64 hexadecimal characters
 */
export async function sha256Hex(data) {
    let bytes = data;
    if (typeof data === "string") {
        bytes = new TextEncoder().encode(data);
    } else if (data instanceof Blob) {
        bytes = await data.arrayBuffer();
    }
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Random bytes as hexadecimal text, from the phone's secure source. */
export function randomHex(bytes) {
    return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join(
        ""
    );
}
