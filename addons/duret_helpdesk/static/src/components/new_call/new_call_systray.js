import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useCommand} from "@web/core/commands/command_hook";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

export const HOTKEY = "alt+shift+n";
const GROUPS = ["duret_base.group_assistant", "duret_base.group_manager"];

/** « Nouvel appel » in the bar of every screen, for those who answer the telephone. */
export class NewCallSystray extends Component {
    static template = "duret_helpdesk.NewCallSystray";
    static props = {};

    setup() {
        this.newCall = useService("duret_new_call");
        this.state = useState({isAllowed: false});
        onWillStart(async () => {
            const rights = await Promise.all(GROUPS.map((group) => user.hasGroup(group)));
            this.state.isAllowed = rights.includes(true);
        });
        useCommand(_t("New call"), () => this.newCall.open(), {
            category: "app",
            hotkey: HOTKEY,
            global: true,
            hotkeyOptions: {bypassEditableProtection: true},
            isAvailable: () => this.state.isAllowed && !this.newCall.isOpen,
        });
    }

    get title() {
        return _t("New call (Alt+Shift+N)");
    }
}

registry.category("systray").add("duret_helpdesk.new_call", {Component: NewCallSystray}, {sequence: 150});
