/** A name that a person in the office recognises: « Android, Chrome ». */
export function deviceName(agent) {
    const systems = ["Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux"];
    const system = systems.find((name) => agent.includes(name)) || "?";
    const browsers = ["Firefox", "Edg", "OPR", "SamsungBrowser", "Chrome", "Safari"];
    const browser = browsers.find((name) => agent.includes(name)) || "?";
    return `${system}, ${browser}`;
}

/** This telephone's number, made once. */
export async function deviceUuid(device) {
    const tx = device.transaction("values", "readwrite");
    let uuid = await tx.store.get("uuid");
    if (!uuid) {
        uuid = crypto.randomUUID();
        await tx.store.put(uuid, "uuid");
    }
    await tx.done;
    return uuid;
}

/** What the server is told of this telephone with each push. */
export function describer(device, version) {
    return async () => ({
        uuid: await deviceUuid(device),
        name: deviceName(navigator.userAgent),
        app: version || (await device.get("values", "version")) || "",
    });
}
