// A second reading of the web services of X3, by another library in another language: what zeep writes must be understood here,
// and what node-soap writes must be understood by us. It keeps clients in memory and knows nothing of the Python simulator.

const fs = require("fs");
const http = require("http");
const soap = require("soap");

const [, , wsdl, user, password] = process.argv;
const clients = [];
const minute = () => `${new Date().toISOString().slice(0, 16)}:00`;

function escaped(text) {
    return String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function plain(text) {
    return text
        .replace(/&lt;/g, "<")
        .replace(/&gt;/g, ">")
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, "&");
}

function fieldsOf(xml) {
    const fields = {};
    for (const [, name, value] of xml.matchAll(/<FLD NAME="(\w+)"(?:\/>|>([^<]*)<\/FLD>)/g)) {
        fields[name] = plain(value || "");
    }
    const names = xml.match(/<LST NAME="BPRNAM"[^>]*>\s*<ITM(?:\/>|>([^<]*)<\/ITM>)/);
    return names ? {...fields, BPRNAM: plain(names[1] || "")} : fields;
}

function shown(client) {
    const head = ["BPCNUM", "YODKEY"].map(
        (name) => `<FLD NAME="${name}" TYPE="Char">${escaped(client[name] || "")}</FLD>`
    );
    const names = `<LST NAME="BPRNAM" SIZE="2"><ITM>${escaped(client.BPRNAM || "")}</ITM><ITM/></LST>`;
    const address = ["ADDLIG1", "POSCOD", "CTY", "TEL1", "WEB1"].map(
        (name) => `<FLD NAME="${name}">${escaped(client[name] || "")}</FLD>`
    );
    return `<RESULT><GRP ID="BPC0_1">${head.join("")}${names}</GRP><TAB ID="BPAC_1" SIZE="1"><LIN NUM="1">${address.join("")}</LIN></TAB></RESULT>`;
}

function pairs(keys) {
    const list = (keys && keys.CAdxParamKeyValue) || [];
    return Object.fromEntries((Array.isArray(list) ? list : [list]).map(({key, value}) => [key, value || ""]));
}

function found(keys) {
    const wanted = Object.entries(pairs(keys)).filter(([, value]) => value);
    return clients.filter((client) => wanted.every(([name, value]) => String(client[name] || "") === value));
}

function yes(operation, resultXml) {
    return {[`${operation}Return`]: {messages: {}, resultXml, status: 1}};
}

function no(operation, message) {
    return {[`${operation}Return`]: {messages: {messages: [{message, type: "3"}]}, resultXml: "", status: 0}};
}

const operations = {
    query({publicName, objectKeys, listSize}) {
        if (publicName !== "YWSBPC") {
            return no("query", "Web service inconnu");
        }
        const lines = found(objectKeys).slice(0, Number(listSize));
        const columns = ["BPCNUM", "ROWID", "UPDDATTIM", "YODKEY"];
        const rows = lines.map(
            (client, place) =>
                `<LIN NUM="${place + 1}">${columns.map((name) => `<FLD NAME="${name}">${escaped(client[name] || "")}</FLD>`).join("")}</LIN>`
        );
        return yes("query", `<RESULT DIM="${listSize}" SIZE="${lines.length}">${rows.join("")}</RESULT>`);
    },
    read({objectKeys}) {
        const [client] = found(objectKeys);
        return client ? yes("read", shown(client)) : no("read", "Enregistrement inexistant");
    },
    save({objectXml}) {
        const number = clients.length + 1;
        const own = {ROWID: String(number), UPDDATTIM: minute(), BPCNUM: `X${String(number).padStart(4, "0")}`};
        const client = {...fieldsOf(objectXml), ...own};
        if (!client.BPRNAM) {
            return no("save", "Raison sociale obligatoire");
        }
        clients.push(client);
        return yes("save", shown(client));
    },
    modify({objectKeys, objectXml}) {
        const [client] = found(objectKeys);
        if (!client) {
            return no("modify", "Enregistrement inexistant");
        }
        Object.assign(client, fieldsOf(objectXml), {UPDDATTIM: minute()});
        return yes("modify", shown(client));
    },
};

const ticket = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
const server = http.createServer();
server.listen(0, "127.0.0.1", () => {
    const path = "/soap-generic/syracuse/collaboration/syracuse/CAdxWebServiceXmlCC";
    const services = {CAdxWebServiceXmlCCService: {CAdxWebServiceXmlCC: operations}};
    // A request that comes before the description is understood would wait for ever.
    const callback = () => process.stdout.write(`${server.address().port}\n`);
    const listening = soap.listen(server, {path, services, xml: fs.readFileSync(wsdl, "utf8"), uri: wsdl, callback});
    listening.authorizeConnection = (request, response) => {
        response.statusCode = request.headers.authorization === ticket ? 200 : 401;
        return response.statusCode === 200;
    };
});
