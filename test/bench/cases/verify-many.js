import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { writeDiverse } from '../diverse.js';
import { inTurns, processMs } from '../measure.js';
import { bodies, writeFolder, writeMbox } from '../messages.js';

/** BENCH_MBOX_MB and BENCH_MESSAGES make a shorter run. */
const mboxBytes = Number(process.env.BENCH_MBOX_MB ?? 1024) * 1024 * 1024;
const messages = Number(process.env.BENCH_MESSAGES ?? 20_000);
const diverseMessages = Number(process.env.BENCH_MESSAGES ?? 16_000);
const rounds = 5;

const bin = path.resolve('bin/akrelay.cjs');
const cwd = mkdtempSync(path.join(tmpdir(), 'akrelay-bench-'));
process.on('exit', () => rmSync(cwd, { recursive: true, force: true }));
const verify = (...inputs) => {
  const words = [bin, 'verify', ...inputs, '--receiver', 'mx.example.net', '--format', 'ndjson'];
  return processMs(process.execPath, words, { cwd, exit: 1 });
};
/** Messages that share nothing, whose receivers are not named. */
const verifyDiverse = (format) => {
  const words = [bin, 'verify', diverseFolder(), '--recursive', '--format', format];
  return processMs(process.execPath, words, { cwd, exit: 1 });
};
const script = (code) => processMs(process.execPath, ['-e', code], { cwd });

/** Opens, reads 64 KiB of, and closes each file of the folders. */
const readEach = (folders) => `
  const fs = require('node:fs');
  const buffer = Buffer.alloc(65536);
  for (const folder of ${JSON.stringify(folders)}) for (const name of fs.readdirSync(folder)) {
    const handle = fs.openSync(folder + '/' + name, 'r');
    fs.readSync(handle, buffer, 0, buffer.length, 0);
    fs.closeSync(handle);
  }`;

const parseEach = (folder) => `
  const fs = require('node:fs');
  const { simpleParser } = require(${JSON.stringify(path.resolve('node_modules/mailparser'))});
  (async () => {
    for (const name of fs.readdirSync('${folder}')) await simpleParser(fs.readFileSync('${folder}/' + name));
  })();`;

const readWhole = `
  const fs = require('node:fs');
  const buffer = Buffer.alloc(1 << 20);
  const handle = fs.openSync('inbox.mbox', 'r');
  while (fs.readSync(handle, buffer, 0, buffer.length, null) > 0);
  fs.closeSync(handle);`;

/** The name of a folder of such messages, which is written when it is first asked for. */
function folderOf(body, hosts = 200) {
  const name = `${body}-${hosts}`;
  if (!readdirSync(cwd).includes(name)) writeFolder(path.join(cwd, name), messages, bodies[body], hosts);
  return name;
}

/** The name of the folder of messages that share nothing, in 64 folders; written when it is first asked for. */
function diverseFolder() {
  if (!readdirSync(cwd).includes('diverse')) writeDiverse(path.join(cwd, 'diverse'), diverseMessages);
  return 'diverse';
}

function diverseAgainstLoop(format, { limit, goal }) {
  return {
    name: `${diverseMessages} messages that share nothing, as ${format}, against the same loop`,
    limit,
    goal,
    measure: () => {
      const folders = Array.from({ length: 64 }, (_, at) => `${diverseFolder()}/${at}`);
      return inTurns(
        rounds,
        () => verifyDiverse(format),
        () => script(readEach(folders)),
      );
    },
  };
}

function againstLoop(what, { body, hosts }, { limit, goal }) {
  return {
    name: `${messages} messages ${what} in a folder, against a loop that opens, reads 64 KiB and closes each`,
    limit,
    goal,
    measure: () => {
      const folder = folderOf(body, hosts);
      return inTurns(
        rounds,
        () => verify(folder),
        () => script(readEach([folder])),
      );
    },
  };
}

/** Highest resident size of a run in kB, as the kernel counted it. */
function peakKb(args) {
  const report = `process.on('exit', () => require('node:fs').writeSync(2, String(process.resourceUsage().maxRSS)))`;
  const preload = `data:text/javascript,import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(`file://${bin}`)}); ${report}`;
  const run = spawnSync(process.execPath, ['--import', preload, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  // The command's own words on stderr come before it.
  return Number(/\d+$/.exec(String(run.stderr))?.[0]);
}

export const cases = [
  againstLoop('of 3 kB', { body: 'notice' }, { limit: 6, goal: 3 }),
  againstLoop('of 20 kB', { body: 'newsletter' }, { limit: 6, goal: 3 }),
  diverseAgainstLoop('ndjson', { limit: 20, goal: 6 }),
  diverseAgainstLoop('human', { limit: 18, goal: 5 }),
  // Nothing that one message teaches serves the next.
  againstLoop('of 3 kB, each from another host,', { body: 'notice', hosts: messages + 1 }, { limit: 16, goal: 3 }),
  {
    name: `${10 * messages} messages on all ${availableParallelism()} cores, against the same on one`,
    limit: 1.1,
    goal: availableParallelism() > 1 ? 0.9 : 1.1,
    measure: () => {
      const folders = Array.from({ length: 10 }, () => folderOf('notice'));
      return inTurns(
        3,
        () => verify(...folders),
        () => verify(...folders, '--jobs', '1'),
      );
    },
  },
  {
    // All of the files in one process: a tenth of them, times ten, would count the start of that process ten times.
    name: "the messages of 20 kB, against mailparser's simpleParser in a process that reads each file whole",
    limit: 0.08,
    goal: 0.04,
    measure: () => {
      const folder = folderOf('newsletter');
      return inTurns(
        1,
        () => verify(folder),
        () => script(parseEach(folder)),
      );
    },
  },
  {
    name: 'peak memory above bare node on the messages of 3 kB, against 64 MB',
    limit: 1,
    measure: () => {
      const words = [bin, 'verify', folderOf('notice'), '--format', 'ndjson'];
      return { ours: (peakKb(words) - peakKb(['-e', '0'])) / 1024, baseline: 64, unit: 'MB' };
    },
  },
  {
    name: 'the same on the messages that share nothing',
    limit: 2,
    goal: 0.5,
    measure: () => {
      const words = [bin, 'verify', diverseFolder(), '--recursive', '--format', 'ndjson'];
      return { ours: (peakKb(words) - peakKb(['-e', '0'])) / 1024, baseline: 64, unit: 'MB' };
    },
  },
  {
    name: 'an mbox of 50 kB messages, against reading it',
    limit: 6,
    goal: 3,
    measure: () => {
      const file = path.join(cwd, 'inbox.mbox');
      writeMbox(file, mboxBytes);
      process.stdout.write(`      (${Math.round(statSync(file).size / 1024 / 1024)} MB)\n`);
      const times = inTurns(
        3,
        () => verify('inbox.mbox'),
        () => script(readWhole),
      );
      rmSync(file);
      return times;
    },
  },
];
