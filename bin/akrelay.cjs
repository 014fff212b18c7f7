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
  // Node 22.8 and later keep compiled code on disk between runs by themselves.
  require('node:module').enableCompileCache?.();
  require('../dist/program/main.cjs');
}
