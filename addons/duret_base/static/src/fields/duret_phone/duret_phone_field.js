import {dialAddress, formatFrenchPhone} from "./french_phone";
import {PhoneField, phoneField} from "@web/views/fields/phone/phone_field";
import {registry} from "@web/core/registry";
import {useInputField} from "@web/views/fields/input_field_hook";

/** Phone number shown and completed the French way, with a link to call. */
export class DuretPhoneField extends PhoneField {
    static template = "duret_base.PhoneField";

    /** Does not call the parent's: it would bind the input to the unformatted value. */
    setup() {
        useInputField({
            getValue: () => this.displayed,
            parse: (value) => formatFrenchPhone(value),
        });
    }

    get displayed() {
        return formatFrenchPhone(this.props.record.data[this.props.name]);
    }

    get phoneHref() {
        return dialAddress(this.props.record.data[this.props.name]);
    }
}

registry.category("fields").add("duret_phone", {
    ...phoneField,
    component: DuretPhoneField,
    extractProps: ({placeholder}) => ({placeholder}),
});
