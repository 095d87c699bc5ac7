import {AppointmentDialog} from "./appointment_dialog";
import {markRaw} from "@odoo/owl";
import {registry} from "@web/core/registry";

/** Opens « Rendez-vous » from anywhere; a second call while it is open does nothing. */
export const appointmentService = {
    dependencies: ["dialog", "action"],
    start(env, {dialog, action}) {
        let close = null;

        /**
         * @param {Object} params see `duret.booking.desk.start`; `reload` reads the screen again once it is booked
         */
        function open(params = {}) {
            if (close) {
                return;
            }
            const props = markRaw({
                params,
                onBooked: () => params.reload && action.doAction("soft_reload"),
            });
            close = dialog.add(AppointmentDialog, props, {
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

registry.category("services").add("duret_appointment", appointmentService);

// A button of any form opens it: an action with this tag.
registry.category("actions").add("duret_planning.appointment", (env, action) => {
    env.services.duret_appointment.open(action.params);
});
