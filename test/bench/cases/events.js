/**
 * Events stored a second, by 8 senders over HTTP, until each has its 200. Baselines: a loop that writes the same bodies to one file and
 * flushes each (no network, nothing looked at), and a bare Node server that does just that with each request.
 */
import { spawn } from 'node:child_process';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bin } from '../lab.js';
import { median } from '../measure.js';
import { singleFile } from '../programs.js';

const secret = 'a-secret-path-of-25-chars';
const rounds = 5;
/** 0.7 of the events a second. A large body has to be parsed before it may be acknowledged, which costs more than a fast disk does. */
const goal = 1.43;

/** Bodies as Sendsay sends them: single events, a quiet minute, a busy one, the largest there are. So many that a rate is measured: a receiver starts once. */
const loads = [
  { name: '20,000 bodies of 1 event', events: 1, bodies: 20_000, note: 0 },
  { name: '4,000 bodies of 100 events', events: 100, bodies: 4_000, note: 0 },
  { name: '200 bodies of 2,500 events, 0.8 MB', events: 2_500, bodies: 200, note: 0 },
  { name: '20 bodies of 2,500 events, 10 MB', events: 2_500, bodies: 20, note: 3_700 },
];

function bodiesOf({ events, bodies, note }) {
  const event = (n) => ({
    event: 'delivery',
    'gate.uniq': `akrelay-${String(n).padStart(16, '0')}`,
    member: { email: `user${n}@example.com` },
    issue: { id: 123, name: 'campaign-7', dt: '2026-11-28 12:00:00' },
    deliv: { status: '1', dt: '2026-11-28 12:00:01' },
    ip: '203.0.113.7',
    ua: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/100.0 Safari/537.36',
    ...(note === 0 ? {} : { note: 'x'.repeat(note) }),
  });
  return Array.from({ length: bodies }, (_, b) =>
    Buffer.from(JSON.stringify({ events: Array.from({ length: events }, (_, i) => event(b * events + i)) })),
  );
}

function loopMs(bodies, folder) {
  const file = openSync(path.join(folder, 'loop'), 'w');
  const begin = performance.now();
  for (const body of bodies) {
    writeSync(file, body);
    fdatasyncSync(file);
  }
  const ms = performance.now() - begin;
  closeSync(file);
  return ms;
}

/** Starts a receiver that prints its port, posts everything, and ends it. */
async function serverMs([program, ...words], bodies, cwd) {
  const env = { ...process.env, EVENTS_PATH: secret };
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const line = await new Promise((resolve) => child.stdout.once('data', (chunk) => resolve(String(chunk))));
  child.stdout.resume();
  const begin = performance.now();
  const left = [...bodies];
  await Promise.all(Array.from({ length: 8 }, () => sender(JSON.parse(line).port, left)));
  const ms = performance.now() - begin;
  child.kill('SIGTERM');
  await ended;
  return ms;
}

/** One connection that posts what is left, body by body. Written on the socket: a client that does more would be measured too. */
function sender(port, left) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let answer = '';
    const next = () => {
      const body = left.pop();
      if (body === undefined) return resolve(socket.destroy());
      socket.write(
        `POST /${secret} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.write(body);
    };
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (!/\{"stored":\d+\}/.test(answer)) return;
      if (!answer.startsWith('HTTP/1.1 200')) reject(new Error(answer));
      answer = '';
      next();
    });
    socket.on('error', reject);
    socket.on('connect', next);
  });
}

async function measured(program, load, baseline) {
  const bodies = bodiesOf(load);
  const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-bench-'));
  const listen = [...program, 'events', 'listen', '--path-env', 'EVENTS_PATH', '--json', '--quiet'];
  const all = { ours: [], baseline: [] };
  for (let round = 0; round < rounds; round++) {
    all.baseline.push(await baseline(bodies, folder));
    all.ours.push(await serverMs(listen, bodies, folder));
    rmSync(path.join(folder, 'akrelay-events'), { recursive: true });
  }
  rmSync(folder, { recursive: true });
  return { ours: median(all.ours), baseline: median(all.baseline), unit: 'ms' };
}

const bare = [process.execPath, path.resolve('test/bench/bare-receiver.js'), 'bare'];
const againstBare = (bodies, folder) => serverMs(bare, bodies, folder);

function casesOf(program, where) {
  return loads.flatMap((load) =>
    [
      { against: 'a loop', limit: 20, goal, baseline: loopMs },
      { against: 'a bare server', limit: 6, goal, baseline: againstBare },
    ].map(({ against, limit, baseline }) => ({
      name: `events listen${where}, ${load.name}, against ${against} that writes and flushes each body`,
      limit,
      goal,
      measure: () => measured(program, load, baseline),
    })),
  );
}

export const cases = [
  ...casesOf([process.execPath, bin], ''),
  ...(singleFile === undefined ? [] : casesOf(singleFile.words, ' of the single file')),
];
