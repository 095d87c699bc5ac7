import {clickSave, contains, defineModels, fields, models, mountView, onRpc} from "@web/../tests/web_test_helpers";
import {dialAddress, formatFrenchPhone} from "@duret_base/fields/duret_phone/french_phone";
import {expect, test} from "@odoo/hoot";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class Customer extends models.Model {
    _name = "customer";

    phone = fields.Char();

    _records = [
        {id: 1, phone: "+33 4 50 12 34 56"},
        {id: 2, phone: "+41 22 345 67 89"},
        {id: 3, phone: false},
    ];
}

defineModels([Customer]);
defineMailModels();

const FORM = '<form><field name="phone" widget="duret_phone"/></form>';

test("every French writing is shown in pairs", () => {
    for (const text of [
        "0450123456",
        "04.50.12.34.56",
        "04-50-12-34-56",
        "+33450123456",
        "+33 (0)4 50 12 34 56",
        "0033 4 50 12 34 56",
        "33450123456",
        " 04 50 12 34 56 ",
    ]) {
        expect(formatFrenchPhone(text)).toBe("04 50 12 34 56");
        expect(dialAddress(text)).toBe("tel:+33450123456");
    }
});

test("other numbers stay as they were written", () => {
    for (const text of ["+41 22 345 67 89", "3631", "112", "04 50 12", "0000000000", "450123456"]) {
        expect(formatFrenchPhone(text)).toBe(text);
    }
    expect(formatFrenchPhone(false)).toBe("");
    expect(dialAddress("+41 22 345 67 89")).toBe("tel:+41223456789");
    expect(dialAddress("112")).toBe("tel:112");
});

test("formatting twice changes nothing more", () => {
    for (const text of ["0612345678", "+33612345678", "+49 30 1234", ""]) {
        expect(formatFrenchPhone(formatFrenchPhone(text))).toBe(formatFrenchPhone(text));
    }
});

test("a stored international number is shown the French way", async () => {
    await mountView({type: "form", resModel: "customer", resId: 1, arch: FORM});
    expect("[name=phone] input").toHaveValue("04 50 12 34 56");
    expect("[name=phone] a").toHaveAttribute("href", "tel:+33450123456");
});

test("a foreign number keeps its writing", async () => {
    await mountView({
        type: "form",
        resModel: "customer",
        resId: 2,
        readonly: true,
        arch: FORM,
    });
    expect("[name=phone] a").toHaveText("+41 22 345 67 89");
    expect("[name=phone] a").toHaveAttribute("href", "tel:+41223456789");
});

test("no number, no link", async () => {
    await mountView({type: "form", resModel: "customer", resId: 3, arch: FORM});
    expect("[name=phone] input").toHaveValue("");
    expect("[name=phone] a").toHaveCount(0);
});

test("a typed number is completed and saved in pairs", async () => {
    onRpc("web_save", ({args}) => expect.step(args[1].phone));
    await mountView({type: "form", resModel: "customer", resId: 3, arch: FORM});
    await contains("[name=phone] input").edit("0612345678");
    expect("[name=phone] input").toHaveValue("06 12 34 56 78");
    await clickSave();
    expect.verifySteps(["06 12 34 56 78"]);
});
