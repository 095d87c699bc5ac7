import {Outbox} from "./outbox";
import {Clock} from "./clock";
import {alone, exchange} from "./sync";
import {describer} from "./device";
import {openDevice, openPersonal} from "../db/database";

function nobodyLooks() {
    return undefined;
}

/**
 * Send from the service worker, with the application closed. Raises when something still waits, so that the browser
 * tries again later.
 */
export async function sendInBackground() {
    const device = await openDevice();
    const owner = await device.get("values", "owner");
    if (!owner) {
        return;
    }
    const db = await openPersonal(owner.user);
    const clock = new Clock();
    const outbox = new Outbox(db, clock, nobodyLooks);
    const describe = describer(device, "");
    await alone(owner.user, () => exchange({db, user: owner.user, outbox, clock, describe, onChange: nobodyLooks}));
    db.close();
    device.close();
}
