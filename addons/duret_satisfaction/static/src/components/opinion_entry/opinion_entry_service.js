import {OpinionEntryDialog} from "./opinion_entry_dialog";
import {_t} from "@web/core/l10n/translation";
import {markRaw} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

export const HOTKEY = "alt+shift+s";
const GROUP = "duret_base.group_assistant";

/** Opens « Saisir un avis » from anywhere, by a key, a menu or a button, and keeps what was closed by mistake. */
export const opinionEntryService = {
    dependencies: ["command", "dialog", "hotkey"],
    start(env, {command, dialog}) {
        let kept = null;
        let close = null;
        let isAllowed = false;

        /**
         * @param {Object} [subject] {model, id} of a client, a visit, a ticket or a request
         * @param {Function} [onClosed] what shows the subject is read again
         */
        function open(subject, onClosed = null) {
            if (close) {
                return;
            }
            const props = markRaw({
                subject,
                kept,
                onLeave: (left) => {
                    kept = left;
                },
            });
            close = dialog.add(OpinionEntryDialog, props, {
                onClose: () => {
                    close = null;
                    onClosed?.();
                },
            });
        }

        user.hasGroup(GROUP).then((isAssistant) => {
            isAllowed = isAssistant;
        });
        command.add(_t("Enter an opinion"), () => open(), {
            category: "app",
            hotkey: HOTKEY,
            global: true,
            hotkeyOptions: {bypassEditableProtection: true},
            isAvailable: () => isAllowed && !close,
        });
        return {open};
    },
};

registry.category("services").add("duret_opinion_entry", opinionEntryService);

// Menus and buttons: an action with this tag; `params` names a client, a visit, a ticket or a request.
registry.category("actions").add("duret_opinion_entry", (env, action, options) => {
    const {model, id} = action.params || {};
    env.services.duret_opinion_entry.open(model ? {model, id} : undefined, options?.onClose);
});
