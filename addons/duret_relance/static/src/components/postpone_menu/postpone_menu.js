import {Component, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;

/** « Remind me later »: three usual delays, or a time of one's own. */
export class PostponeMenu extends Component {
    static template = "duret_relance.PostponeMenu";
    static components = {Dropdown, DropdownItem};
    static props = {
        onPostpone: Function, // (choice, moment) => Promise
        buttonClass: {type: String, optional: true},
        compact: {type: Boolean, optional: true},
    };

    setup() {
        this.notification = useService("notification");
        this.state = useState({choosing: false, value: ""});
        this.choices = [
            {code: "15min", label: _t("In 15 minutes")},
            {code: "1h", label: _t("In an hour")},
            {code: "tomorrow", label: _t("Tomorrow at 9 am")},
        ];
    }

    choose() {
        this.state.value = DateTime.now().plus({hours: 2}).startOf("hour").toFormat("yyyy-MM-dd'T'HH:mm");
        this.state.choosing = true;
    }

    async confirm() {
        const moment = DateTime.fromISO(this.state.value);
        if (!moment.isValid || moment <= DateTime.now()) {
            this.notification.add(_t("Choose a day and a time to come."), {type: "warning"});
            return;
        }
        await this.props.onPostpone("at", moment);
        this.state.choosing = false;
    }
}
