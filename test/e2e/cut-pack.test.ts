import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { emptyFolder } from '../support/program.js';

const pack = path.join('dist/program', `pack-${process.version}-${process.arch}`);
const call = ['bin/akrelay.cjs', 'verify', path.resolve('examples/confirmed.eml')];

/** The build makes one for the Node that it runs on; another Node has none that could be cut. */
const testOfPack = existsSync(pack) ? test : test.skip;

let copy: string;
beforeAll(async () => {
  copy = await emptyFolder();
  for (const part of ['bin', 'dist/program']) cpSync(part, path.join(copy, part), { recursive: true });
});

/** The chunks hold the whole program: a disk that was full when the package was unpacked makes a start slow, and no crash. */
testOfPack.each([0, 3, 7, 500, 50_000, 500_000, -50_000, -1])('compiled code cut at byte %d is not used', (end) => {
  writeFileSync(path.join(copy, pack), readFileSync(pack).subarray(0, end));
  expect(execFileSync(process.execPath, call, { cwd: copy, encoding: 'utf8' })).toMatch(/^CONFIRMED/);
});
