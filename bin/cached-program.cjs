'use strict';
const { fstatSync, openSync, readFileSync, readSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

/**
 * Runs the program's chunks, those of the pack with the code cache that the build made for this version of Node. V8
 * refuses a cache that does not fit, and compiles as ever.
 */
exports.start = (folder, pack) => programIn(folder, packed(pack)).run();

/**
 * The program of a folder. `cached` gives code and cache of a chunk, where there are any; `scripts` are those that were
 * run: of them the build makes the pack.
 */
exports.programIn = programIn;
function programIn(folder, cached) {
  const scripts = new Map();
  const scriptOf = (name, filename) => {
    if (scripts.has(name)) return scripts.get(name).script;
    const { code, cachedData } = cached(name) ?? { code: wrapped(readFileSync(filename, 'utf8')) };
    const script = new vm.Script(code, { filename, cachedData });
    scripts.set(name, { code, script });
    return script;
  };
  const run = () => {
    const modules = new Map();
    const load = (name) => {
      const known = modules.get(name);
      if (known !== undefined) return known.exports;
      const filename = path.join(folder, name);
      const module = { exports: {} };
      modules.set(name, module);
      const requireFrom = (id) => (id.startsWith('./') ? load(id.slice(2)) : require(id));
      // The packages that are ES modules.
      requireFrom.import = (id) => import(id);
      const start = scriptOf(name, filename).runInThisContext();
      start.call(module.exports, module.exports, requireFrom, module, filename, folder);
      return module.exports;
    };
    load('main.cjs');
  };
  return { run, scripts };
}

function wrapped(code) {
  return `(function(exports,require,module,__filename,__dirname){${code}\n})`;
}

/**
 * One file, since each of some forty would cost a start its time: four bytes with the length of the file and four with
 * that of the index, the index in JSON (chunk → where its code begins, where its cache begins, where that ends), then codes
 * and caches. Of a file that was cut nothing is used: V8 would crash on half a cache.
 */
function packed(file) {
  const handle = openSync(file, 'r');
  const read = (from, to) => {
    // A buffer of its own, as V8 copies a cache that is not aligned.
    const bytes = Buffer.allocUnsafeSlow(to - from);
    readSync(handle, bytes, 0, bytes.length, from);
    return bytes;
  };
  const { size } = fstatSync(handle);
  if (size < 8) return () => undefined;
  const head = read(0, 8);
  if (head.readUInt32LE(0) !== size) return () => undefined;
  const start = 8 + head.readUInt32LE(4);
  const index = JSON.parse(read(8, start).latin1Slice());
  return (name) => {
    const place = index[name];
    if (place === undefined) return undefined;
    const [from, cache, end] = place.map((offset) => offset + start);
    return { code: read(from, cache).utf8Slice(), cachedData: read(cache, end) };
  };
}
