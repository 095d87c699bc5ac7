import {openDB} from "./idb";

/**
 * Two kinds of databases on a telephone: one for the telephone itself (who used it, its number), and one for each
 * person, so that what waits for one is never sent under the name of another.
 *
 * A schema only grows. A step of MIGRATIONS is never changed once shipped, and none deletes a store: what an older
 * version left waiting is sent by the newer one.
 */
const DEVICE_MIGRATIONS = [
    (db) => {
        db.createObjectStore("values");
    },
];

export const MIGRATIONS = [
    (db) => {
        db.createObjectStore("values");
        db.createObjectStore("sections", {keyPath: "key"});
        const outbox = db.createObjectStore("outbox", {keyPath: "seq", autoIncrement: true});
        outbox.createIndex("uuid", "uuid", {unique: true});
        outbox.createIndex("report", "report");
        outbox.createIndex("slot", "slot");
        db.createObjectStore("told", {keyPath: "uuid"});
        const photos = db.createObjectStore("photos", {keyPath: "uuid"});
        photos.createIndex("refused", "refused.code");
        db.createObjectStore("thumbs", {keyPath: "uuid"});
        db.createObjectStore("drafts");
    },
];

export const DEVICE_DATABASE = "duret_intervention";

/**
 * A strict transaction: when it is done, what it wrote is on the disk, not only in the system's memory.
 *
 * @param {IDBPDatabase} db
 * @param {string[]} stores names of the stores written to
 * @returns {IDBPTransaction}
 */
export function strict(db, stores) {
    return db.transaction(stores, "readwrite", {durability: "strict"});
}

async function open(name, migrations, onReplaced) {
    const callbacks = {
        upgrade(db, from, _to, transaction) {
            for (const step of migrations.slice(from)) {
                step(db, transaction);
            }
        },
        blocking(_current, _wanted, event) {
            // A newer version of the application, in another tab, wants to grow the schema.
            event.target.close();
            onReplaced?.();
        },
    };
    try {
        return await openDB(name, migrations.length, callbacks);
    } catch (error) {
        if (error.name !== "VersionError") {
            throw error;
        }
        // Made by a newer version of the application: schemas only grow, so the older one can read it.
        return openDB(name, undefined, callbacks);
    }
}

/** The telephone's own database. */
export function openDevice(onReplaced) {
    return open(DEVICE_DATABASE, DEVICE_MIGRATIONS, onReplaced);
}

/**
 * One person's database.
 *
 * @param {number} user id on the server
 * @param {Function} [onReplaced] called when a newer version of the application took the database over
 */
export function openPersonal(user, onReplaced) {
    return open(`${DEVICE_DATABASE}_${user}`, MIGRATIONS, onReplaced);
}
