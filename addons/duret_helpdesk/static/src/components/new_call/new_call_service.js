import {emptyDraft, isStarted} from "./call_draft";
import {NewCallDialog} from "./new_call_dialog";
import {markRaw} from "@odoo/owl";
import {registry} from "@web/core/registry";

/** Opens « Nouvel appel » from anywhere, and keeps a form that was closed by mistake. */
export const newCallService = {
    dependencies: ["dialog"],
    start(env, {dialog}) {
        let kept = null;
        let close = null;

        function open({search} = {}) {
            if (close) {
                return;
            }
            const draft = kept && !search ? kept : emptyDraft();
            const props = markRaw({
                draft,
                search: search || "",
                resumed: draft === kept,
                onLeave: (left) => {
                    kept = left && isStarted(left) ? left : null;
                },
            });
            close = dialog.add(NewCallDialog, props, {
                onClose: () => {
                    close = null;
                },
            });
        }

        return {
            open,
            get isOpen() {
                return Boolean(close);
            },
        };
    },
};

registry.category("services").add("duret_new_call", newCallService);

// A button of any view can open the form: an action with this tag, `params.search` fills the box.
registry.category("actions").add("duret_new_call", (env, action) => {
    env.services.duret_new_call.open(action.params);
});
