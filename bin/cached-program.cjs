'use strict';
const { readFileSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

/**
 * Runs the program's chunks, those of the pack with the code cache that the build made for this version of Node. V8
 * refuses a cache that does not fit, and compiles as ever. Returns the scripts by chunk: of them the build makes the pack.
 */
exports.start = (folder, pack) => {
  const modules = new Map();
  const scripts = new Map();
  const packed = readPack(pack);
  const load = (name) => {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const filename = path.join(folder, name);
    const { code, cachedData } = packed(name) ?? { code: wrapped(readFileSync(filename, 'utf8')) };
    const script = new vm.Script(code, { filename, cachedData });
    const module = { exports: {} };
    modules.set(name, module);
    scripts.set(name, { code, script });
    const requireFrom = (id) => (id.startsWith('./') ? load(id.slice(2)) : require(id));
    // The packages that are ES modules.
    requireFrom.import = (id) => import(id);
    script.runInThisContext().call(module.exports, module.exports, requireFrom, module, filename, folder);
    return module.exports;
  };
  load('main.cjs');
  return scripts;
};

function wrapped(code) {
  return `(function(exports,require,module,__filename,__dirname){${code}\n})`;
}

/** One file, since each of some forty would cost a start its time: a line of JSON with lengths, then code and cache of each chunk. */
function readPack(file) {
  if (file === undefined) return () => undefined;
  const bytes = readFileSync(file);
  const start = bytes.indexOf('\n') + 1;
  const index = JSON.parse(bytes.latin1Slice(0, start));
  return (name) => {
    const place = index[name];
    if (place === undefined) return undefined;
    const [from, codeEnd, end] = place.map((offset) => offset + start);
    return { code: bytes.utf8Slice(from, codeEnd), cachedData: bytes.subarray(codeEnd, end) };
  };
}
