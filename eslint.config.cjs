// Faults in JavaScript, not its looks: prettier writes the layout. Run by `make lint`.
const globals = require("globals");
const js = require("@eslint/js");

const rules = {
    ...js.configs.recommended.rules,
    "array-callback-return": "error",
    complexity: ["error", 15],
    "dot-notation": "error",
    eqeqeq: "error",
    "max-depth": "error",
    "max-nested-callbacks": ["error", 5],
    "no-alert": "error",
    "no-caller": "error",
    "no-console": ["error", {allow: ["warn", "error"]}],
    "no-duplicate-imports": "error",
    "no-else-return": "error",
    "no-empty-function": "error",
    "no-eval": "error",
    "no-extend-native": "error",
    "no-implicit-globals": "error",
    "no-implied-eval": "error",
    "no-lonely-if": "error",
    "no-new-func": "error",
    "no-new-wrappers": "error",
    "no-param-reassign": "error",
    "no-return-assign": "error",
    "no-script-url": "error",
    "no-self-compare": "error",
    "no-sequences": "error",
    "no-shadow": "error",
    "no-throw-literal": "error",
    "no-unneeded-ternary": "error",
    "no-unused-expressions": "error",
    "no-use-before-define": ["error", {functions: false}],
    "no-useless-concat": "error",
    "no-var": "error",
    "object-shorthand": "error",
    "prefer-const": "error",
    radix: "error",
};

module.exports = [
    {
        ignores: [".local/**", "dist/**", "node_modules/**", "**/static/lib/**", "**/*.min.js"],
    },
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: {...globals.browser, luxon: "readonly", odoo: "readonly"},
        },
        linterOptions: {reportUnusedDisableDirectives: "error"},
        rules,
    },
    {
        // Served as they are to a browser's service worker scope, outside Odoo's modules.
        files: ["**/*sw.js", "**/service_worker/**/*.js"],
        languageOptions: {
            sourceType: "script",
            globals: {...globals.serviceworker},
        },
    },
    {
        files: ["**/*.cjs"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "commonjs",
            globals: globals.node,
        },
        rules,
    },
];
