import {reactive} from "@odoo/owl";

const DEFAULTS = {theme: "auto", position: true};

/** What the technician chose on this telephone. */
export class Settings {
    constructor(device) {
        Object.assign(this, DEFAULTS);
        Object.defineProperty(this, "device", {value: device});
        return reactive(this);
    }

    async load() {
        Object.assign(this, await this.device.get("values", "settings"));
        this._show();
    }

    /**
     * @param {"theme"|"position"} name
     * @param value
     */
    async set(name, value) {
        this[name] = value;
        this._show();
        await this.device.put("values", {theme: this.theme, position: this.position}, "settings");
    }

    _show() {
        document.documentElement.dataset.theme = this.theme;
    }
}
