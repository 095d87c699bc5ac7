/** The vendored library (static/lib/idb), the same in the page and in the service worker. */
const {openDB} = globalThis.idb;

export {openDB};
