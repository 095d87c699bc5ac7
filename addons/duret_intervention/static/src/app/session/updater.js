import {reactive} from "@odoo/owl";

const SCRIPT = "/intervention/sw.js";
const EVERY = 30 * 60_000;

/**
 * Keeps the application on the telephone and says when a newer one is ready. Nothing is replaced while the technician
 * works: he taps when it suits him, and what waits to be sent is sent by the new version.
 */
export class Updater {
    constructor(app) {
        this.available = false;
        this.supported = "serviceWorker" in navigator;
        Object.defineProperty(this, "app", {value: app});
        Object.defineProperty(this, "registration", {value: null, writable: true});
        return reactive(this);
    }

    async start() {
        if (!this.supported) {
            return;
        }
        navigator.serviceWorker.addEventListener("message", ({data}) => data === "sync" && this.app.sync.run());
        const wasServed = Boolean(navigator.serviceWorker.controller);
        navigator.serviceWorker.addEventListener("controllerchange", () => wasServed && location.reload());
        try {
            this.registration = await navigator.serviceWorker.register(SCRIPT, {scope: "/intervention"});
        } catch (error) {
            // No network at the first start, or a session that is over: tried again at the next start.
            this.failure = error.message;
            return;
        }
        this._watch(this.registration);
        setInterval(() => this.look(), EVERY);
        await navigator.storage?.persist?.();
    }

    _watch(registration) {
        this.available = Boolean(registration.waiting && navigator.serviceWorker.controller);
        registration.addEventListener("updatefound", () => {
            const worker = registration.installing;
            worker?.addEventListener("statechange", () => {
                if (worker.state === "installed" && navigator.serviceWorker.controller) {
                    this.available = true;
                }
            });
        });
    }

    /** Ask the server whether there is a newer version. */
    async look() {
        if (this.registration && navigator.onLine) {
            try {
                await this.registration.update();
            } catch (error) {
                this.failure = error.message;
            }
        }
    }

    /** Use the newer version now: the page is opened again by it. */
    apply() {
        this.registration?.waiting?.postMessage("activate");
    }
}
