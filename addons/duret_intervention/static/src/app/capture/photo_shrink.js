import {shrinkImage, workerMain} from "@duret_intervention/app/capture/resize_code";

/** Long side of a thumbnail in pixels: two of them fill the width of a phone. */
export const THUMB_EDGE = 360;
/** Most bytes of a copy: the server takes 8 MB, a building site's network takes less. */
export const MOST_BYTES = 3 * 1024 * 1024;
const PATIENCE = 25000;

/** An image that cannot be read; never retried. */
export class UnreadableImage extends Error {
    name = "UnreadableImage";
}

function pageCanvas(width, height) {
    const canvas = Object.assign(document.createElement("canvas"), {width, height});
    canvas.toJpeg = (quality) =>
        new Promise((resolve, reject) => {
            canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no memory"))), "image/jpeg", quality);
        });
    return canvas;
}

/** Makes photos small in a worker, one at a time, so that the screen never freezes; on the page where there is no worker. */
export class PhotoShrinker {
    constructor() {
        this.worker = null;
        this.numbers = 0;
        this.queue = Promise.resolve();
    }

    /**
     * @param {Blob} blob
     * @param {number} edge long side of the copy in pixels
     * @returns {Promise<{blob: Blob, thumb: Blob, width: number, height: number}>}
     * @throws {UnreadableImage}
     */
    shrink(blob, edge) {
        const wanted = {edge, thumb: THUMB_EDGE, most: MOST_BYTES};
        const result = this.queue.then(() => this.shrinkOne(blob, wanted));
        this.queue = result.catch(() => null);
        return result;
    }

    async shrinkOne(blob, wanted) {
        let result = null;
        if (this.canWork()) {
            result = await this.inWorker(blob, wanted).catch((error) => this.giveUp(error));
        }
        return result || this.onPage(blob, wanted);
    }

    canWork() {
        return typeof Worker === "function" && typeof OffscreenCanvas === "function";
    }

    /** After a failure of the worker: an image that cannot be read stays so, anything else is tried on the page. */
    giveUp(error) {
        this.close();
        if (error instanceof UnreadableImage) {
            throw error;
        }
        return null;
    }

    async onPage(blob, wanted) {
        try {
            return await shrinkImage(blob, wanted, pageCanvas);
        } catch (error) {
            throw error.message === "unreadable" ? new UnreadableImage(error.message) : error;
        }
    }

    start() {
        const program = `(${workerMain.toString()})(${shrinkImage.toString()})`;
        const address = URL.createObjectURL(new Blob([program], {type: "text/javascript"}));
        this.worker = new Worker(address);
        URL.revokeObjectURL(address);
    }

    inWorker(blob, wanted) {
        return new Promise((resolve, reject) => {
            if (!this.worker) {
                this.start();
            }
            const number = ++this.numbers;
            const late = setTimeout(() => reject(new Error("late")), PATIENCE);
            this.worker.onmessage = ({data}) => {
                if (data.number !== number) {
                    return;
                }
                clearTimeout(late);
                if (data.error) {
                    reject(data.error === "unreadable" ? new UnreadableImage(data.error) : new Error(data.error));
                } else {
                    resolve(data.result);
                }
            };
            this.worker.onerror = () => {
                clearTimeout(late);
                reject(new Error("worker"));
            };
            this.worker.postMessage({number, blob, wanted});
        });
    }

    close() {
        this.worker?.terminate();
        this.worker = null;
    }
}

export const shrinker = new PhotoShrinker();
