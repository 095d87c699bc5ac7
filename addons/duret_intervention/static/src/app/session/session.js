import {call} from "../sync/http";
import {reactive} from "@odoo/owl";
import {strict} from "../db/database";

const BACKGROUND = "duret-outbox";
/** Small pictures that the service worker keeps: those of the visits of one person. */
const PICTURES = "duret-pictures";

/** Whose telephone this is. The last person who opened the application with a network, until another one does. */
export class Session {
    constructor(device) {
        this.device = device;
        this.other = null;
        return reactive(this);
    }

    /**
     * The person whose work is on this telephone; asks the server when nobody's is yet.
     *
     * @returns {Promise<{user: number, name: string}>}
     * @throws Unreachable, SessionExpired: nobody's yet, and the server does not say
     */
    async owner() {
        this.person = (await this.device.get("values", "owner")) || null;
        this.people = (await this.device.get("values", "people")) || {};
        if (!this.person) {
            await this.take(await call("/intervention/who", {}));
        }
        return this.person;
    }

    /** Who is logged in, when it is somebody else. */
    async look() {
        const who = await call("/intervention/who", {});
        this.other = who.user === this.person.user ? null : who;
        return who;
    }

    /** From now on the telephone is this person's. What waits for another one stays in the other's own database. */
    async take({user, name}) {
        if (this.person && this.person.user !== user) {
            await globalThis.caches?.delete(PICTURES);
        }
        const tx = strict(this.device, ["values"]);
        const people = (await tx.store.get("people")) || {};
        people[user] = name;
        await tx.store.put({user, name}, "owner");
        await tx.store.put(people, "people");
        await tx.done;
        this.person = {user, name};
        this.people = people;
    }

    /** Let the browser send what waits when the network is back, even closed, where it can. */
    async askForBackgroundSync() {
        const registration = await navigator.serviceWorker?.getRegistration();
        if (registration?.sync && registration.active) {
            try {
                await registration.sync.register(BACKGROUND);
            } catch (error) {
                // Refused by the technician's settings of the browser: the page sends when it is open.
                this.backgroundRefused = error.name;
            }
        }
    }
}
