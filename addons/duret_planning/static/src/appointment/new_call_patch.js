import {NewCallDialog} from "@duret_helpdesk/components/new_call/new_call_dialog";
import {patch} from "@web/core/utils/patch";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";

// From « Nouvel appel »: the call is noted with its ticket, and the times appear while the client is still speaking.
patch(NewCallDialog.prototype, {
    setup() {
        super.setup();
        this.appointment = useService("duret_appointment");
        this.thenBook = false;
        useHotkey("alt+shift+r", () => this.saveAndBook(), {bypassEditableProtection: true});
    },

    get canAppoint() {
        return ["client", "new"].includes(this.draft.caller);
    },

    async saveAndBook() {
        if (!this.canAppoint) {
            return;
        }
        this.thenBook = true;
        await this.save("ticket");
        this.thenBook = false;
    },

    tell(saved) {
        super.tell(saved);
        if (this.thenBook) {
            const [model, id] = saved.ticket_id
                ? ["helpdesk.ticket", saved.ticket_id]
                : ["crm.phonecall", saved.call_id];
            // The form closes first: one dialog at a time.
            Promise.resolve().then(() => this.appointment.open({model, res_id: id, reload: false}));
        }
    },
});
