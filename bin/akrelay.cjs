#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const path = require('node:path');

const folder = path.join(__dirname, '..', 'dist', 'program');
const pack = path.join(folder, `pack-${process.version}-${process.arch}`);

if (existsSync(pack)) {
  // The code as this very Node compiled it when the package was built.
  require('./cached-program.cjs').start(folder, pack);
} else {
  keepCompiledCode(process.env);
  require('../dist/program/main.cjs');
}

/** Node 22.8 and later can keep compiled code between runs: in a folder of the user's own, never in one that others may fill. */
function keepCompiledCode({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }) {
  const home = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && path.join(HOME, '.cache'));
  if (home) require('node:module').enableCompileCache?.(path.join(home, 'akrelay'));
}
