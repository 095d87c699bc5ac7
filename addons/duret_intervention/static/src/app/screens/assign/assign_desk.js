import {ServerError, SessionExpired, call} from "@duret_intervention/app/sync/http";
import {makeOp, utc, wire} from "@duret_intervention/app/sync/op";
import {_t} from "@web/core/l10n/translation";

/** What waits and who is how busy; needs the network, because two people must not give the same hour away. */
export class AssignDesk {
    constructor({session, sync, store, clock}) {
        Object.assign(this, {session, sync, store, clock});
    }

    /** @param {string} day YYYY-MM-DD */
    load(day) {
        return call("/intervention/assign", {day}, this.session.person.user);
    }

    /** Hours at which a technician can make a visit on a day: {times, why}. */
    times(visit, person, day) {
        return call("/intervention/assign/times", {visit, person, day}, this.session.person.user);
    }

    /**
     * Give a visit to a technician at a time.
     *
     * @returns {Promise<{state: string, message: string}>} the server's answer; nothing of it is kept on the telephone
     */
    async give(visit, person, start) {
        const data = {person, start, version: visit.version};
        const op = makeOp({kind: "visit.assign", visit: visit.id, report: null, data}, this.clock.now());
        const {oldest, waiting} = this.store;
        const device = {
            ...(await this.sync.parts.describe()),
            now: utc(this.clock.now()),
            waiting,
            oldest: oldest ? utc(new Date(oldest)) : null,
        };
        const {results} = await call("/intervention/push", {device, ops: [wire(op)]}, this.session.person.user);
        return results[0];
    }
}

/** A failure in words. */
export function why(error) {
    if (error instanceof SessionExpired) {
        return _t("Log in again to give visits.");
    }
    return error instanceof ServerError
        ? error.message
        : _t("Giving a visit needs a network: try again when there is one.");
}
