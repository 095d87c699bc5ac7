/**
 * Makes a photo small. This function is also the whole program of a web worker, which receives its text: it stands alone,
 * uses nothing of this module, and only what both a page and a worker have.
 *
 * @param {Blob} blob image as the phone gives it
 * @param {{edge: number, thumb: number, most: number}} wanted long sides of the copy and of the thumbnail in pixels, most
 *  bytes of the copy
 * @param {function(number, number): Object} makeCanvas canvas of this width and height, with an async `toJpeg(quality)`
 * @returns {Promise<{blob: Blob, thumb: Blob, width: number, height: number}>} JPEG copies without the file's metadata
 * @throws {Error} "unreadable" when the bytes are not an image that the phone can draw
 */
export async function shrinkImage(blob, wanted, makeCanvas) {
    let bitmap = null;
    try {
        // The turn noted by the camera is applied: the copy is upright everywhere.
        bitmap = await createImageBitmap(blob, {imageOrientation: "from-image"});
    } catch {
        throw new Error("unreadable");
    }
    const draw = (edge) => {
        const ratio = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
        const width = Math.max(1, Math.round(bitmap.width * ratio));
        const height = Math.max(1, Math.round(bitmap.height * ratio));
        const canvas = makeCanvas(width, height);
        const context = canvas.getContext("2d");
        context.imageSmoothingQuality = "high";
        // What is transparent becomes white: a JPEG would make it black.
        context.fillStyle = "#fff";
        context.fillRect(0, 0, width, height);
        context.drawImage(bitmap, 0, 0, width, height);
        return canvas;
    };
    const large = draw(wanted.edge);
    let copy = null;
    for (const quality of [0.85, 0.7, 0.5]) {
        copy = await large.toJpeg(quality);
        if (copy.size <= wanted.most) {
            break;
        }
    }
    const thumb = await draw(wanted.thumb).toJpeg(0.7);
    bitmap.close();
    return {blob: copy, thumb, width: large.width, height: large.height};
}

/**
 * Program of the worker: answers each message {number, blob, wanted} by {number, result} or {number, error}.
 *
 * @param {function} shrink the function above
 */
export function workerMain(shrink) {
    const makeCanvas = (width, height) => {
        const canvas = new OffscreenCanvas(width, height);
        canvas.toJpeg = (quality) => canvas.convertToBlob({type: "image/jpeg", quality});
        return canvas;
    };
    self.onmessage = async ({data: {number, blob, wanted}}) => {
        try {
            self.postMessage({number, result: await shrink(blob, wanted, makeCanvas)});
        } catch (error) {
            self.postMessage({number, error: error.message});
        }
    };
}
