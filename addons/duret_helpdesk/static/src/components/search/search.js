import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useCommand} from "@web/core/commands/command_hook";
import {useService} from "@web/core/utils/hooks";

export const NAMESPACE = "*"; // First character, in the command palette, of a search for clients and tickets
export const HOTKEY = "alt+shift+f";
const LIMIT = 12;
const TYPING_PAUSE = 150; // Milliseconds without a key before the server is asked

/** Why a result was found, in the user's words. */
const REASONS = {
    number: _t("ticket number"),
    phone: _t("telephone"),
    email: _t("e-mail address"),
    reference: _t("reference"),
    name: _t("name"),
    address: _t("address"),
    similar: _t("similar name"),
    subject: _t("subject"),
    text: _t("text"),
    client: _t("client"),
};
const ICONS = {"res.partner": "fa-user-o", "helpdesk.ticket": "fa-life-ring"};

/** One result in the palette: what it is, and why it is there. */
export class SearchResult extends Component {
    static template = "duret_helpdesk.SearchResult";
    static props = {
        icon: String,
        subtitle: String,
        reason: String,
        name: {type: String, optional: true},
        searchValue: {type: String, optional: true},
        executeCommand: {type: Function, optional: true},
        slots: {type: Object, optional: true},
    };
}

/**
 * Results of the server as commands of the palette, in its order (the surest first).
 *
 * @param {Object} env
 * @param {String} text what was typed
 * @returns {Promise<Object[]>}
 */
export async function searchCommands(env, text) {
    if (!text.trim()) {
        return [];
    }
    const rows = await env.services.orm.silent.call("duret.search", "find", [text], {limit: LIMIT});
    return rows.map((row) => ({
        Component: SearchResult,
        name: row.title,
        href: `/odoo/${row.model}/${row.id}`,
        props: {
            icon: ICONS[row.model] || "fa-circle-o",
            subtitle: row.subtitle,
            reason: String(REASONS[row.matched] || ""),
        },
        action: () => {
            env.services.action.doAction({
                type: "ir.actions.act_window",
                res_model: row.model,
                res_id: row.id,
                views: [[false, "form"]],
                target: "current",
            });
        },
    }));
}

registry.category("command_setup").add(NAMESPACE, {
    debounceDelay: TYPING_PAUSE,
    name: _t("Clients and Tickets"),
    placeholder: _t("Name, number, address, reference, words of a mail…"),
    emptyMessage: _t("Nothing found. Try another writing or fewer words."),
});
registry.category("command_provider").add("duret_search", {
    namespace: NAMESPACE,
    provide: (env, options) => searchCommands(env, options.searchValue || ""),
});

/** The search in the bar of every screen. */
export class SearchSystray extends Component {
    static template = "duret_helpdesk.SearchSystray";
    static props = {};

    setup() {
        this.command = useService("command");
        useCommand(_t("Search clients and tickets"), () => this.open(), {
            category: "app",
            hotkey: HOTKEY,
            global: true,
            hotkeyOptions: {bypassEditableProtection: true},
        });
    }

    /** Open the palette on this search; when it is open already it changes over to it. */
    open() {
        this.command.openMainPalette({searchValue: NAMESPACE});
    }

    get title() {
        return _t("Search clients and tickets (Alt+Shift+F)");
    }
}

registry.category("systray").add("duret_helpdesk.search", {Component: SearchSystray}, {sequence: 155});
