import { readdirSync } from 'node:fs';
import path from 'node:path';
import { bin, startLab } from '../lab.js';
import { processMs } from '../measure.js';

const rounds = 25;
const skip = ['--skip', 'authentication,event'];
const receiver = ['--receiver', 'mx.lab.test'];
const run = (lab, ...words) => processMs(process.execPath, [bin, ...words], lab);

/** The least of each, taken in turns: what else a busy machine does only adds to a run. */
async function measure() {
  const lab = await startLab('--keep', 'mail');
  const ca = ['--ca', 'akrelay-lab-ca.pem'];
  const inbox = path.join(lab.cwd, 'mail', 'new');
  const all = { prove: [], send: [], verify: [] };
  for (let round = 0; round < rounds; round++) {
    all.send.push(run(lab, 'send', 'lab', ...ca));
    const [message] = readdirSync(inbox);
    all.verify.push(run(lab, 'verify', path.join(inbox, message), ...receiver));
    all.prove.push(run(lab, 'prove', 'lab', '--maildir', 'mail', ...skip, ...receiver, ...ca));
  }
  lab.stop();
  const least = (name) => Math.min(...all[name]);
  return { ours: least('prove'), baseline: least('send') + least('verify'), unit: 'ms' };
}

export const cases = [
  {
    name: 'prove with a Maildir, whole process, against send and verify, each a process',
    limit: 1.3,
    measure,
  },
];
