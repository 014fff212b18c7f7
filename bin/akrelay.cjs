#!/usr/bin/env node
'use strict';
const { existsSync, mkdirSync } = require('node:fs');
const { isAbsolute, join } = require('node:path');

// Node 22.8 and later keep compiled code between runs: in a folder of the user's own, never in one that others may fill.
const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
const caches = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'));
if (caches && isAbsolute(caches) && isMade(caches) && isMade(join(caches, 'akrelay')))
  require('node:module').enableCompileCache?.(join(caches, 'akrelay'));

require('../dist/program/main.cjs');

/** Left to Node (22, 24), a folder that cannot be made, such as /proc/nope, would be tried for ever. */
function isMade(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It is there, or it cannot be made.
  }
  return existsSync(folder);
}
