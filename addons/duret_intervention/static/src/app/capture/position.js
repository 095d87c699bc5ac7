import {randomHex, sha256Hex} from "@duret_intervention/app/capture/digest";

/**
 * Where a photo was taken. Asked for only between arrival and departure, when the company, the technician's own setting and
 * his phone allow it; the report carries the hash of the place, the place itself travels apart so that it can be erased.
 */

const PATIENCE = 8000;
const FRESH = 60000;

/**
 * @param {Object} content content of the report, path → value
 * @returns {boolean} whether the technician is on site: arrived and not gone
 */
export function onSite(content) {
    return Boolean(content.arrived_at) && !content.left_at;
}

/**
 * @param {{latitude: number, longitude: number, accuracy: number}} coords degrees and metres
 * @param {string} salt
 * @returns {{salt: string, lat: string, lon: string, accuracy: string}} decimal texts, 6 decimals (11 cm) and whole metres
 */
export function asPlace(coords, salt) {
    return {
        salt,
        lat: coords.latitude.toFixed(6),
        lon: coords.longitude.toFixed(6),
        accuracy: String(Math.round(coords.accuracy)),
    };
}

/** SHA-256 of "<salt>|<lat>|<lon>|<accuracy>": what the signed report says of a place. */
export function sealPlace({salt, lat, lon, accuracy}) {
    return sha256Hex([salt, lat, lon, accuracy].join("|"));
}

/**
 * @param {boolean} allowed what the company's setting and the moment allow
 * @param {Geolocation} [source]
 * @returns {Promise<Object|null>} a place, or null when it is not allowed, refused by the person or not found in time
 */
export function readPlace(allowed, source = navigator.geolocation) {
    if (!allowed || !source) {
        return Promise.resolve(null);
    }
    return new Promise((resolve) => {
        source.getCurrentPosition(
            ({coords}) => resolve(asPlace(coords, randomHex(16))),
            () => resolve(null),
            {enableHighAccuracy: true, timeout: PATIENCE, maximumAge: FRESH}
        );
    });
}
