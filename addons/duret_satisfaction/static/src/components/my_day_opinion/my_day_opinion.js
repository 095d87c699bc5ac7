import {MyDayRow} from "@duret_helpdesk/components/my_day/my_day_row";
import {patch} from "@web/core/utils/patch";

/** A questionnaire that was held back: it leaves, or does not, from « Ma journée » itself. */
patch(MyDayRow.prototype, {
    decideOpinion(isSent) {
        const {model, id} = this.props.row;
        return this.run(() => this.orm.call(model, isSent ? "action_send" : "action_skip", [[id]]));
    },
});
