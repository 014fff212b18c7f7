'use strict';
const { readFileSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

/**
 * Runs the program's chunks with the code cache that the build made for this version of Node. V8 refuses a cache that does
 * not fit, and compiles as ever. Returns the scripts by chunk: of them the build makes the cache.
 */
exports.start = (folder, cache) => {
  const modules = new Map();
  const scripts = new Map();
  const load = (name) => {
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const filename = path.join(folder, name);
    const code = `(function(exports,require,module,__filename,__dirname){${readFileSync(filename, 'utf8')}\n})`;
    const script = new vm.Script(code, { filename, cachedData: cachedCode(path.join(cache, name)) });
    const module = { exports: {} };
    modules.set(name, module);
    scripts.set(name, script);
    const requireFrom = (id) => (id.startsWith('./') ? load(id.slice(2)) : require(id));
    // The packages that are ES modules.
    requireFrom.import = (id) => import(id);
    script.runInThisContext().call(module.exports, module.exports, requireFrom, module, filename, folder);
    return module.exports;
  };
  load('main.cjs');
  return scripts;
};

function cachedCode(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
