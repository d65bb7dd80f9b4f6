// A style sheet, to tests: each class is called as it is written.
module.exports = new Proxy({}, { get: (_, name) => (name === '__esModule' ? false : name) });
