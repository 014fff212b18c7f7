import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inTurns, processMs } from '../measure.js';

const bin = path.resolve('bin/akrelay.cjs');
const cwd = mkdtempSync(path.join(tmpdir(), 'akrelay-bench-'));
const rounds = 31;
const bareNode = () => processMs(process.execPath, ['-e', '0'], { cwd });

export const cases = [
  {
    name: 'akrelay --version, against bare node',
    limit: 1.7,
    goal: 1.2,
    measure: () => inTurns(rounds, () => processMs(process.execPath, [bin, '--version'], { cwd }), bareNode),
  },
  {
    name: 'akrelay verify one.eml, against bare node',
    limit: 2.2,
    goal: 1.25,
    measure: () => {
      copyFileSync('examples/confirmed.eml', path.join(cwd, 'one.eml'));
      return inTurns(rounds, () => processMs(process.execPath, [bin, 'verify', 'one.eml'], { cwd }), bareNode);
    },
  },
];
