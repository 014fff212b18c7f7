#!/usr/bin/env node
'use strict';
// Node 22.8 and later keep compiled code between runs: in a folder of the user's own, never in one that others may fill.
const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
const caches = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && `${HOME}/.cache`);
if (caches) require('node:module').enableCompileCache?.(`${caches}/akrelay`);

require('../dist/program/main.cjs');
