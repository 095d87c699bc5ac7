import {App, whenReady} from "@odoo/owl";
import {AppRoot} from "./components/app/app";
import {SessionExpired, Unreachable} from "./sync/http";
import {Clock} from "./sync/clock";
import {Outbox} from "./sync/outbox";
import {Router} from "./router/router";
import {Session} from "./session/session";
import {Settings} from "./session/settings";
import {Store} from "./store/store";
import {Sync} from "./sync/sync";
import {Updater} from "./session/updater";
import {_t, appTranslateFn} from "@web/core/l10n/translation";
import {describer} from "./sync/device";
import {getTemplate} from "@web/core/templates";
import {loadTerms} from "./words/terms";
import {openDevice, openPersonal} from "./db/database";
import * as dates from "./words/dates";

/** What the server wrote into the page: version and words. */
function given() {
    return JSON.parse(document.getElementById("duret-given").textContent);
}

/** The parts of the application of one person, joined. */
async function assemble({device, user, version, session, settings}) {
    const db = await openPersonal(user, () => location.reload());
    const clock = new Clock((await db.get("values", "skew")) || 0);
    const store = new Store(db, clock);
    clock.onSkew = (skew) => {
        store.skewMinutes = Math.round(skew / 60_000);
        return db.put("values", skew, "skew");
    };
    const channel = new BroadcastChannel(`duret_intervention_${user}`);
    const onChange = () => {
        store.refresh();
        channel.postMessage("changed");
    };
    channel.onmessage = () => store.refresh();
    const describe = describer(device, version);
    const sync = new Sync({db, user, outbox: null, clock, describe, onChange}, (state) => {
        store.syncState = state;
        store.online = navigator.onLine && state !== "offline";
    });
    const outbox = new Outbox(db, clock, () => {
        onChange();
        sync.poke();
        session.askForBackgroundSync();
    });
    sync.parts.outbox = outbox;
    sync.parts.onAnswer = async () => {
        await db.put("values", Date.now(), "lastSync");
        await store.refresh();
    };
    store.outbox = outbox;
    return {store, outbox, sync, clock, settings, session, words: dates, version};
}

/** The application could not start: say so in words, never with an empty page. */
function apologise(error) {
    const first = error instanceof Unreachable || error instanceof SessionExpired;
    const words = first
        ? _t("Open the application once where there is a network, logged in.")
        : _t("The application cannot start on this telephone. Close its other windows, or call the office.");
    const paragraph = document.createElement("p");
    paragraph.className = "d_empty";
    paragraph.setAttribute("role", "alert");
    paragraph.textContent = words;
    document.body.append(paragraph);
}

/** Start, or say why not. */
export async function startApp() {
    try {
        await start();
    } catch (error) {
        apologise(error);
        throw error;
    }
}

/** Show the day from the telephone's own data; only then look at the server. */
async function start() {
    const {version, terms} = given();
    loadTerms(terms);
    const device = await openDevice();
    const settings = new Settings(device);
    await settings.load();
    await whenReady();
    const session = new Session(device);
    const user = await session.owner();
    await device.put("values", version, "version");
    const app = await assemble({device, user: user.user, version, session, settings});
    app.router = new Router();
    app.updater = new Updater(app);
    await app.store.refresh();
    const root = new App(AppRoot, {
        getTemplate,
        env: {app},
        translateFn: appTranslateFn,
        translatableAttributes: ["aria-label", "placeholder", "title", "alt"],
    });
    await root.mount(document.body);
    performance.mark("duret-first-screen");
    document.title = _t("Duret Visits");
    app.updater.start();
    app.sync.start();
    await app.store.keepReserve();
}
