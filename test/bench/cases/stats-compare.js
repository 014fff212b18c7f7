/**
 * A million events through `stats compare`, from a store that tells of both sides and from Altcraft's history as CSV, against loops that only
 * read and parse the same lines: time, and memory beyond that of a call with a few lines.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeStore } from '../event-store.js';
import { bin } from '../lab.js';
import { inTurns, processMs } from '../measure.js';

const messages = 333_334;
const rounds = 3;
const storeLoop = path.resolve('test/bench/parse-lines.js');
/** The least that reads these rows, which hold no quotes. */
const linesLoop = `
  (async () => {
    let cells = 0;
    const input = require('node:fs').createReadStream('history.csv');
    for await (const line of require('node:readline').createInterface({ input, crlfDelay: Infinity })) cells += line.split(',').length;
    console.log(cells);
  })();`;
/** With the library that reads it here: to split at commas is not to parse a CSV. */
const csvLoop = `
  const { parse } = require(${JSON.stringify(path.resolve('node_modules/csv-parse'))});
  let cells = 0;
  require('node:fs').createReadStream('history.csv').pipe(parse({})).on('data', (row) => { cells += row.length; }).on('end', () => console.log(cells));`;

/** Three events of each message, over 28 days and 40 campaigns. */
function writeHistory(file, count) {
  const handle = openSync(file, 'w');
  const row = (n, action) => {
    const at = new Date(Date.UTC(2026, 0, 1 + (n % 28)) + (n % 80_000) * 1_000).toISOString();
    return `p${n},user${n}@example.com,20,${action},1,${at},5,${n % 40},${action}${n},campaign-${n % 40},email\n`;
  };
  writeSync(
    handle,
    'profile_id,email,list_id,action,count,datetime,message_id,campaign_id,event_id,campaign_name,channel\n',
  );
  for (let n = 0; n < count; n += 1_000) {
    const some = Array.from(
      { length: Math.min(1_000, count - n) },
      (_, i) => row(n + i, 'send') + row(n + i, 'deliv') + row(n + i, 'open'),
    );
    writeSync(handle, some.join(''));
  }
  closeSync(handle);
}

const sendsayCsv = 'Дата отправки;Название выпуска;Отправлено\n02.01.2026;campaign-1;1\n';

function withFolder(use) {
  const folder = mkdtempSync(path.join(tmpdir(), 'akrelay-bench-'));
  try {
    writeFileSync(path.join(folder, 'sendsay.csv'), sendsayCsv);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ofStore = [bin, 'stats', 'compare', '--altcraft', 'events', '--sendsay', 'events', '--json'];
const ofHistory = [bin, 'stats', 'compare', '--altcraft', 'history.csv', '--sendsay', 'sendsay.csv', '--json'];

/** What must come out, so that a bench of nothing is none: the sent messages of all events. */
function expectSent(words, cwd, sent) {
  const { stdout } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  const found = JSON.parse(stdout).totals.find(({ measure }) => measure === 'sent')?.altcraft;
  if (found !== sent) throw new Error(`${found} sent in place of ${sent}`);
}

function storeMs() {
  return withFolder((cwd) => {
    writeStore(path.join(cwd, 'events'), messages);
    expectSent(ofStore, cwd, messages);
    return inTurns(
      rounds,
      () => processMs(process.execPath, ofStore, { cwd }),
      () => processMs(process.execPath, [storeLoop, 'events'], { cwd }),
    );
  });
}

function historyMs(loop) {
  return withFolder((cwd) => {
    writeHistory(path.join(cwd, 'history.csv'), messages);
    return inTurns(
      rounds,
      () => processMs(process.execPath, ofHistory, { cwd, exit: 1 }),
      () => processMs(process.execPath, ['-e', loop], { cwd }),
    );
  });
}

/** Highest resident size of a run in MB, as the kernel counted it. */
function peakMb(words, cwd) {
  const preload = path.join(cwd, 'peak.cjs');
  writeFileSync(
    preload,
    `process.on('exit', () => require('node:fs').writeSync(2, '\\n' + process.resourceUsage().maxRSS));`,
  );
  const { stderr } = spawnSync(process.execPath, ['--require', preload, ...words], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return Number(stderr.split('\n').at(-1)) / 1024;
}

function memory(write, words, loop) {
  return withFolder((cwd) => {
    write(cwd);
    return { ours: peakMb(words, cwd), baseline: peakMb(loop, cwd), unit: 'MB' };
  });
}

const limits = { limit: 5, goal: 3 };
export const cases = [
  {
    name: 'stats compare, a store of 1 million events, against a loop that only reads and parses the lines',
    ...limits,
    measure: storeMs,
  },
  {
    name: 'stats compare, a history of 1 million rows as CSV, against a loop that only reads its lines and splits them at commas',
    limit: 8,
    goal: 3,
    measure: () => historyMs(linesLoop),
  },
  {
    name: 'stats compare, the same history, against a loop that only reads it with the same CSV library',
    limit: 3,
    measure: () => historyMs(csvLoop),
  },
  {
    name: 'stats compare, memory for a store of 1 million events, against that loop',
    ...limits,
    measure: () => memory((cwd) => writeStore(path.join(cwd, 'events'), messages), ofStore, [storeLoop, 'events']),
  },
  {
    name: 'stats compare, memory for a history of 1 million rows, against that loop',
    ...limits,
    measure: () => memory((cwd) => writeHistory(path.join(cwd, 'history.csv'), messages), ofHistory, ['-e', csvLoop]),
  },
];
