import {Component, useState} from "@odoo/owl";
import {
    MOST_FOUND,
    addDecimals,
    frequent,
    search,
    takenSince,
    vanLines,
} from "@duret_intervention/app/report/product_search";
import {Icon} from "@duret_intervention/app/components/icon/icon";
import {SaveMark} from "@duret_intervention/app/components/saver/save_mark";
import {Stepper} from "@duret_intervention/app/components/stepper/stepper";
import {_t} from "@web/core/l10n/translation";
import {decimalText} from "@duret_intervention/app/report/judgement";
import {screens} from "@duret_intervention/app/router/screens";
import {under} from "@duret_intervention/app/report/content";
import {useSaver} from "@duret_intervention/app/components/saver/saver";

/** What was used: the van first, then the whole catalogue, which is on the phone too. */
export class ProductsScreen extends Component {
    static template = "duret_intervention.app.ProductsScreen";
    static components = {Icon, SaveMark, Stepper};
    static props = {params: Object};

    setup() {
        this.store = useState(this.env.app.store);
        this.saver = useSaver((path, value) => this.store.change(this.props.params.report, path, value));
        this.state = useState({query: ""});
    }

    get report() {
        return this.store.reports.get(this.props.params.report);
    }

    get lines() {
        return under(this.saver.over(this.report.content), "products");
    }

    get reports() {
        return [...this.store.reports.values()];
    }

    get van() {
        return vanLines(this.store.van, this.store.products, takenSince(this.store.reports));
    }

    /** Lists of what can be added, the likeliest first; a product stands in one of them only. */
    get groups() {
        const {query} = this.state;
        const van = search(this.van, query);
        const inVan = new Set(van.map(({id}) => id));
        const others = search(this.store.products, query).filter(({id}) => !inVan.has(id));
        if (query.trim()) {
            return [
                {key: "van", title: _t("In the van"), products: van},
                {key: "other", title: _t("Not in the van"), products: others.slice(0, MOST_FOUND)},
            ].filter(({products}) => products.length);
        }
        const used = frequent(this.reports, this.store.products);
        const often = used.map((product) => van.find(({id}) => id === product.id) || product);
        const rest = van.filter(({id}) => !often.some((product) => product.id === id));
        return [
            {key: "often", title: _t("Often used"), products: often},
            {key: "van", title: _t("In the van"), products: rest},
        ].filter(({products}) => products.length);
    }

    /** One tap adds one; a product that is there already gets one more. */
    add(product) {
        const line = this.lines.find((one) => one.product === product.id);
        if (line) {
            this.quantity(line, addDecimals(line.quantity, "1"));
            return;
        }
        const {id, name, unit} = product;
        this.saver.now(`products/${crypto.randomUUID()}`, {product: id, name, quantity: "1", unit: unit || ""});
    }

    quantity({key, product, name, unit}, quantity) {
        this.saver.later(`products/${key}`, {product, name, quantity, unit});
    }

    remove({key}) {
        this.saver.now(`products/${key}`, null);
    }

    amount({left, unit}) {
        return `${decimalText(left)} ${unit}`.trim();
    }

    chosen(product) {
        return this.lines.find((line) => line.product === product.id)?.quantity || "";
    }
}

screens.add("products", {
    component: ProductsScreen,
    path: "visit/:visit/report/:report/products",
    icon: "box",
    title: () => _t("Products used"),
});
