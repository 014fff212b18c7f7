import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { bin, startLab } from '../lab.js';
import { inTurns, median, processMs } from '../measure.js';
import { onNode24, singleFile } from '../programs.js';

const messages = 1_000;
const hasSwaks = spawnSync('swaks', ['--version'], { stdio: 'ignore' }).status === 0;
if (!hasSwaks) console.log('not run: akrelay send against swaks (swaks is not installed)');

/** Perl starts in a few milliseconds; a bare Node needs half the time of swaks before it has read a line of ours. */
const againstSwaks = ({ words }, where, limits) => ({
  name: `${where}: send, whole process with STARTTLS and AUTH LOGIN, against swaks`,
  ...limits,
  measure: async () => {
    const lab = await startLab();
    const server = ['--server', '127.0.0.1', '--port', String(lab.port), '--tls', '--tls-verify', '--tls-ca-path'];
    const login = ['--auth', 'LOGIN', '--auth-user', 'user', '--auth-password', 'password'];
    const envelope = ['--from', 'a@example.com', '--to', 'b@example.net', '--ehlo', 'localhost'];
    const swaks = [...server, 'akrelay-lab-ca.pem', ...login, ...envelope];
    const send = [...words.slice(1), 'send', 'lab', '--ca', 'akrelay-lab-ca.pem'];
    const figures = inTurns(
      21,
      () => processMs(words[0], send, lab),
      () => processMs('swaks', swaks, lab),
    );
    lab.stop();
    return figures;
  },
});

/** What each reports for itself, each in a process of its own, without the start of that process. */
const againstPool = {
  name: `${messages} messages over one connection, against nodemailer's own pool`,
  limit: 1.1,
  measure: async () => {
    const lab = await startLab();
    const figures = { ours: [], baseline: [] };
    for (let round = 0; round < 3; round++) {
      figures.baseline.push(poolMs(lab));
      figures.ours.push(burstMs(lab));
    }
    lab.stop();
    return { ours: median(figures.ours), baseline: median(figures.baseline), unit: 'ms' };
  },
};

function poolMs({ cwd, port }) {
  const words = [path.resolve('test/bench/pool.js'), String(port), String(messages), 'akrelay-lab-ca.pem'];
  const run = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return Number(run.stdout);
}

function burstMs({ cwd, env }) {
  const words = [
    bin,
    'send',
    'lab',
    '--ca',
    'akrelay-lab-ca.pem',
    '--count',
    String(messages),
    '--timeout',
    '600',
    '--json',
  ];
  const run = spawnSync(process.execPath, words, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout).totalMs;
}

export const cases = [
  ...(hasSwaks && singleFile ? [againstSwaks(singleFile, 'the single file', { limit: 0.9 })] : []),
  ...(hasSwaks && onNode24 ? [againstSwaks(onNode24, 'on Node 24', { limit: 2.5, goal: 1 })] : []),
  againstPool,
];
