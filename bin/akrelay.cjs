#!/usr/bin/env node
'use strict';
// Node 22.8 and later keep compiled code on disk between runs; Node 20 has no such cache.
require('node:module').enableCompileCache?.();
require('../dist/program/main.cjs');
