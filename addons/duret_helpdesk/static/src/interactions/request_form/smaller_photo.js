const MAX_SIDE = 1920;
const QUALITY = 0.85;
const SMALL = 1024 * 1024;
const PHOTOS = ["image/jpeg", "image/png", "image/webp"];

/**
 * A copy of a photo whose longer side is at most 1,920 pixels. Whatever is not a photo, is small already or cannot be
 * read is returned as it is: the server decides.
 *
 * @param {File} file chosen by the client
 * @returns {Promise<File>} the file to send
 */
export async function smallerPhoto(file) {
    if (!PHOTOS.includes(file.type) || file.size <= SMALL) {
        return file;
    }
    let bitmap = null;
    try {
        bitmap = await createImageBitmap(file, {imageOrientation: "from-image"});
    } catch {
        return file;
    }
    const ratio = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * ratio));
    canvas.height = Math.max(1, Math.round(bitmap.height * ratio));
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) {
        return file;
    }
    const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
    return new File([blob], name, {type: "image/jpeg", lastModified: file.lastModified});
}
