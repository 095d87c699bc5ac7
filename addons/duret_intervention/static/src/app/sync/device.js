/** A name that a person in the office recognises: « Android, Chrome ». */
export function deviceName(agent) {
    const system = /Android|iPhone|iPad|Windows|Macintosh|Linux/.exec(agent)?.[0] || "?";
    const browser = /Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari/.exec(agent)?.[0] || "?";
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
