import {expect, test} from "@odoo/hoot";
import {Deferred, animationFrame} from "@odoo/hoot-mock";
import {Component, xml} from "@odoo/owl";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";
import {useOneAtATime} from "@duret_base/hooks/one_at_a_time/one_at_a_time";

defineMailModels();

class Doer extends Component {
    static template = xml`<button t-att-disabled="one.busy">Do</button>`;
    static props = {};

    setup() {
        this.one = useOneAtATime();
    }
}

test("a second click while the server works does nothing", async () => {
    const {one} = await mountWithCleanup(Doer);
    const answer = new Deferred();
    const first = one.run(() => answer);
    await animationFrame();
    expect("button").toHaveAttribute("disabled");
    expect(await one.run(() => expect.step("twice"))).toBe(false);
    answer.resolve();
    expect(await first).toBe(true);
    await animationFrame();
    expect("button").not.toHaveAttribute("disabled");
    expect.verifySteps([]);
});

test("after a failure the next click is taken", async () => {
    const {one} = await mountWithCleanup(Doer);
    let error = null;
    try {
        await one.run(() => Promise.reject(new Error("refused")));
    } catch (caught) {
        error = caught;
    }
    expect(error.message).toBe("refused");
    expect(await one.run(() => expect.step("again"))).toBe(true);
    expect.verifySteps(["again"]);
});
