import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inTurns, processMs } from '../measure.js';
import { writeFolder, writeMbox } from '../messages.js';

/** BENCH_MBOX_MB and BENCH_MESSAGES make a shorter run. */
const mboxBytes = Number(process.env.BENCH_MBOX_MB ?? 1024) * 1024 * 1024;
const messages = Number(process.env.BENCH_MESSAGES ?? 20_000);
const rounds = 5;

const bin = path.resolve('bin/akrelay.cjs');
const cwd = mkdtempSync(path.join(tmpdir(), 'akrelay-bench-'));
process.on('exit', () => rmSync(cwd, { recursive: true, force: true }));
const verify = (input, wrapper = []) => {
  const words = [bin, 'verify', input, '--receiver', 'mx.example.net', '--format', 'ndjson'];
  return processMs(process.execPath, [...wrapper, ...words], { cwd, exit: 1 });
};
const script = (code) => processMs(process.execPath, ['-e', code], { cwd });

/** Opens, reads 64 KiB of, and closes each file. */
const readEach = `
  const fs = require('node:fs');
  const buffer = Buffer.alloc(65536);
  for (const name of fs.readdirSync('folder')) {
    const handle = fs.openSync('folder/' + name, 'r');
    fs.readSync(handle, buffer, 0, buffer.length, 0);
    fs.closeSync(handle);
  }`;

const readWhole = `
  const fs = require('node:fs');
  const buffer = Buffer.alloc(1 << 20);
  const handle = fs.openSync('inbox.mbox', 'r');
  while (fs.readSync(handle, buffer, 0, buffer.length, null) > 0);
  fs.closeSync(handle);`;

function folder() {
  if (!readdirSync(cwd).includes('folder')) writeFolder(path.join(cwd, 'folder'), messages);
}

/** Highest resident size of a run in kB, as the kernel counted it. */
function peakKb(args) {
  const report = `process.on('exit', () => require('node:fs').writeSync(2, String(process.resourceUsage().maxRSS)))`;
  const preload = `data:text/javascript,import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(`file://${bin}`)}); ${report}`;
  const run = spawnSync(process.execPath, ['--import', preload, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  return Number(String(run.stderr));
}

export const cases = [
  {
    name: `${messages} messages in a folder, against a loop that opens, reads 64 KiB and closes each`,
    limit: 3,
    measure: () => {
      folder();
      return inTurns(
        rounds,
        () => verify('folder'),
        () => script(readEach),
      );
    },
  },
  {
    // All of the files in one process: a tenth of them, times ten, would count the start of that process ten times.
    name: "the same folder, against mailparser's simpleParser in a process that reads each file whole",
    limit: 1 / 25,
    measure: () => {
      folder();
      const parser = path.resolve('node_modules/mailparser/index.js');
      const parse = `
        const fs = require('node:fs');
        const { simpleParser } = require(${JSON.stringify(parser)});
        (async () => {
          for (const name of fs.readdirSync('folder')) await simpleParser(fs.readFileSync('folder/' + name));
        })();`;
      return inTurns(
        1,
        () => verify('folder'),
        () => script(parse),
      );
    },
  },
  {
    name: 'peak memory above bare node on that folder, against 64 MB',
    limit: 1,
    measure: () => {
      folder();
      const words = [bin, 'verify', 'folder', '--format', 'ndjson'];
      return { ours: (peakKb(words) - peakKb(['-e', '0'])) / 1024, baseline: 64, unit: 'MB' };
    },
  },
  {
    name: 'an mbox of 50 kB messages, against reading it',
    limit: 3,
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
