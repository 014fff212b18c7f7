/**
 * The programs of the start-up cases: the single file (`npm run binary`), against Node 20, and the package on Node 24, whose
 * program BENCH_NODE24 names. One that is missing is told, and its cases are left out.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bin } from './lab.js';

const file = path.resolve('dist/akrelay-linux-x64');
const { BENCH_NODE24: node24 = '' } = process.env;

/** The words that start akrelay, and the Node that it is measured against. */
export const singleFile =
  existsSync(file) && process.version.startsWith('v20.') ? { words: [file], node: process.execPath } : undefined;
export const onNode24 = existsSync(node24) ? { words: [node24, bin], node: node24 } : undefined;

if (singleFile === undefined)
  console.log('not run: the single file, which takes npm run binary, and Node 20 to compare');
if (onNode24 === undefined) console.log('not run: Node 24, the path of whose program BENCH_NODE24 gives');
