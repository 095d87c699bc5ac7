import {Component} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {dialAddress} from "@duret_base/fields/duret_phone/french_phone";

/** Who is on the line: identity, numbers, and what goes on with this client. A ticket of the list takes the call. */
export class ClientCard extends Component {
    static template = "duret_helpdesk.ClientCard";
    static props = {
        card: Object,
        ticketId: {type: [Number, Boolean], optional: true},
        onTicket: Function,
    };

    dial(phone) {
        return dialAddress(phone.e164 || phone.number);
    }

    onRow(row) {
        if (row.model === "helpdesk.ticket") {
            this.props.onTicket(row);
        } else {
            this.open(row);
        }
    }

    /** In another tab: the form stays as it is. */
    open(row) {
        browser.open(`/odoo/${row.model}/${row.id}`, "_blank");
    }
}
