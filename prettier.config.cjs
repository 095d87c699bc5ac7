// XML, JavaScript and SCSS; indentation comes from .editorconfig. Run by `make lint`.
module.exports = {
    plugins: [require.resolve("@prettier/plugin-xml")],
    bracketSpacing: false,
    // The same width as Python.
    printWidth: 120,
    trailingComma: "es5",
    // In a QWeb template a line break is a space on the page.
    xmlWhitespaceSensitivity: "preserve",
};
