/* global SHELL */
/**
 * Serves the application's page from the telephone, so that it opens without network, and sends what waits when the
 * system says that the network is back (Background Sync), even when the application is closed.
 *
 * The server puts SHELL before this text: {version, files, worker}. Another version is another text, hence another
 * worker, which fetches its own files into its own cache and then waits until the technician agrees.
 */
(() => {
    const PAGE = "/intervention";
    const PREFIX = "duret-intervention-";
    const CACHE = `${PREFIX}${SHELL.version}`;
    const PICTURES = "duret-pictures";
    const MOST_PICTURES = 600;
    const SYNC = "duret-outbox";

    self.odoo = self.odoo || {};
    if (SHELL.worker.length) {
        self.importScripts(...SHELL.worker);
    }

    self.addEventListener("install", (event) => {
        event.waitUntil(fill());
    });

    self.addEventListener("activate", (event) => {
        event.waitUntil(cleanUp().then(() => self.clients.claim()));
    });

    self.addEventListener("message", (event) => {
        if (event.data === "activate") {
            self.skipWaiting();
        }
    });

    self.addEventListener("fetch", (event) => {
        const {request} = event;
        const url = new URL(request.url);
        if (request.method !== "GET" || url.origin !== self.location.origin) {
            return;
        }
        if (request.mode === "navigate" && url.pathname === PAGE) {
            event.respondWith(page(request));
        } else if (SHELL.files.includes(url.pathname)) {
            event.respondWith(kept(request));
        } else if (url.pathname.startsWith("/intervention/file/") && url.searchParams.has("thumb")) {
            event.respondWith(picture(request));
        }
    });

    self.addEventListener("sync", (event) => {
        if (event.tag === SYNC) {
            event.waitUntil(send());
        }
    });

    /** Fetch everything this version needs; when one file is missing, the version is not installed. */
    async function fill() {
        const cache = await caches.open(CACHE);
        const shell = await fetch(PAGE, {credentials: "same-origin", cache: "no-store"});
        // Not logged in, or not a technician: that page is not the application.
        if (!shell.ok || shell.redirected) {
            throw new Error(`The page cannot be kept: ${shell.status}`);
        }
        await cache.put(PAGE, shell);
        await cache.addAll(SHELL.files);
    }

    async function cleanUp() {
        const names = await caches.keys();
        const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
        await Promise.all(old.map((name) => caches.delete(name)));
    }

    /** The page as it was kept; the network only when it was not. */
    async function page(request) {
        const cache = await caches.open(CACHE);
        return (await cache.match(PAGE)) || fetch(request);
    }

    async function kept(request) {
        return (await caches.match(request, {ignoreVary: true})) || fetch(request);
    }

    /** Small pictures never change: once seen, they are kept. */
    async function picture(request) {
        const cache = await caches.open(PICTURES);
        const found = await cache.match(request);
        if (found) {
            return found;
        }
        const answer = await fetch(request);
        if (answer.ok && !answer.redirected && answer.headers.get("Content-Type")?.startsWith("image/")) {
            await cache.put(request, answer.clone());
            await shorten(cache);
        }
        return answer;
    }

    async function shorten(cache) {
        const keys = await cache.keys();
        await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_PICTURES)).map((key) => cache.delete(key)));
    }

    /** An open page sends for itself; otherwise this worker does, with the same code. */
    async function send() {
        const open = await self.clients.matchAll({type: "window"});
        if (open.length) {
            open.forEach((client) => client.postMessage("sync"));
            return;
        }
        const {sendInBackground} = self.odoo.loader.modules.get("@duret_intervention/app/sync/background");
        await sendInBackground();
    }
})();
