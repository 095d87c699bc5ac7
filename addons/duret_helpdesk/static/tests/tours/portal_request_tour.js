import {registry} from "@web/core/registry";

/**
 * A photo as a telephone takes it: large, and full of details, so that it weighs several megabytes.
 *
 * @returns {Promise<File>} a JPEG of 2,600 × 1,950 pixels
 */
async function largePhoto() {
    const canvas = document.createElement("canvas");
    canvas.width = 2600;
    canvas.height = 1950;
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(canvas.width, canvas.height);
    for (let place = 0; place < pixels.data.length; place++) {
        pixels.data[place] = place % 4 === 3 ? 255 : (place * 2654435761) >>> 24;
    }
    context.putImageData(pixels, 0, 0);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.95));
    return new File([blob], "tableau.jpeg", {type: "image/jpeg"});
}

async function choose(input, file) {
    const chosen = new DataTransfer();
    chosen.items.add(file);
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
}

registry.category("web_tour.tours").add("duret_portal_request_tour", {
    steps: () => [
        {
            content: "choose a breakdown",
            trigger: "a.duret_type_breakdown",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the emergency number waits",
            trigger: ".duret_request_form .duret_danger.d-none:not(:visible)",
        },
        {
            content: "there is danger",
            trigger: "input[data-danger='yes']",
            run: "click",
        },
        {
            content: "the emergency number is shown at once",
            trigger: ".duret_danger:visible a[href^='tel:']",
        },
        {
            content: "not any more",
            trigger: "input[data-danger='no']",
            run: "click",
        },
        {
            content: "where",
            trigger: ".duret_request_form input[type='text'].form-control",
            run: "edit Cuisine",
        },
        {
            content: "since when",
            trigger: ".duret_request_form select.form-select",
            run: "selectByIndex 1",
        },
        {
            content: "what happens",
            trigger: ".duret_request_form textarea",
            run: "edit Le disjoncteur saute",
        },
        {
            content: "where to call back",
            trigger: ".duret_request_form input[type='tel']",
            run: "edit 06 12 34 56 78",
        },
        {
            content: "a file that cannot be sent is told and left out",
            trigger: ".duret_request_form input[type='file']",
            async run() {
                await choose(this.anchor, new File(["MZ"], "virus.exe", {type: "application/x-msdownload"}));
            },
        },
        {
            content: "it is told",
            trigger: ".duret_previews .duret_fault",
        },
        {
            content: "take a photo of the board",
            trigger: ".duret_request_form input[type='file']",
            async run() {
                await choose(this.anchor, await largePhoto());
            },
        },
        {
            content: "the photo is shown",
            trigger: ".duret_previews img",
            run() {
                const [photo] = document.querySelector(".duret_request_form input[type='file']").files;
                if (photo.type !== "image/jpeg" || !photo.name.endsWith(".jpg")) {
                    throw new Error(`the photo was not made smaller: ${photo.name}`);
                }
            },
        },
        {
            content: "send",
            trigger: ".duret_request_form button[type='submit']:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "the request has arrived, with its photo",
            trigger: ".duret_step_received.duret_step_current",
        },
        {
            content: "the photo can be seen",
            trigger: ".duret_file_list img",
        },
        {
            content: "add a word",
            trigger: "#duret_message",
            run: "edit Merci de venir vite",
        },
        {
            content: "send it",
            trigger: "#duret_answer button[type='submit']:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "it stands in the conversation",
            trigger: "article.duret_message_client",
        },
    ],
});
