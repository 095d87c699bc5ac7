import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {RPCError} from "@web/core/network/rpc";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/**
 * Moving as a person lives it: a question when something is unusual, a sentence when it is refused.
 *
 * @param {BoardStore} store
 * @returns {{move: Function, unplan: Function, undo: Function}} each resolves to whether it was done
 */
export function useBoardMoves(store) {
    const dialog = useService("dialog");
    const notification = useService("notification");

    /** Ask once, with every reason; closing the window is a no. */
    function ask(messages) {
        return new Promise((resolve) => {
            dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Are you sure?"),
                    body: messages.join("\n"),
                    confirmLabel: _t("Plan anyway"),
                    cancelLabel: _t("Leave as it was"),
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                {onClose: () => resolve(false)}
            );
        });
    }

    function say(answer) {
        if (answer.status === "refused" || answer.status === "stale") {
            notification.add(answer.messages.join("\n"), {type: answer.status === "stale" ? "warning" : "danger"});
        }
        return answer.status === "done";
    }

    /** What the server refuses as an error is said like its other refusals, and the board shows what is true. */
    async function run(work) {
        try {
            const answer = await work();
            return Boolean(answer) && say(answer);
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            notification.add(error.data?.message || error.message, {type: "danger"});
            await store.load();
            return false;
        }
    }

    return {
        move: (visit, place) => run(() => store.move(visit, place, ask)),
        unplan: (visit) => run(() => store.unplan(visit, ask)),
        async undo() {
            if (!store.undoable) {
                notification.add(_t("There is no move to undo."), {type: "info"});
                return false;
            }
            const done = await run(() => store.undo(ask));
            if (done) {
                notification.add(_t("The last move was undone."), {type: "success"});
            }
            return done;
        },
    };
}
