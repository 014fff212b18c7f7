import { appendFile, copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newMessages } from '../../src/commands/watch/new-messages.js';
import { Cancelled } from '../../src/errors.js';
import { metricsText } from '../../src/relay/metrics.js';
import { afterRun, newWatchState, readWatchState, watchStateText } from '../../src/relay/watch-state.js';
import type { InputFile } from '../../src/world/messages/message-files.js';
import { inProcess } from '../support/in-process.js';
import { emptyFolder, type Run } from '../support/program.js';

let cwd: string;
beforeEach(async () => {
  cwd = await emptyFolder();
  for (const name of ['new', 'cur', 'tmp']) await mkdir(path.join(cwd, 'M', name), { recursive: true });
  await mkdir(path.join(cwd, 'F'));
});

const from = (name: string): string => path.resolve('examples', name);
const at = (name: string): string => path.join(cwd, name);
const put = (name: string, to: string): Promise<void> => copyFile(from(name), at(to));
const watch = (more: string, cancelled?: AbortSignal): Promise<Run> =>
  inProcess(
    ['watch', 'verify', ...more.split(' '), '--receiver', 'mx.example.net', '--relay', 'sendsay'],
    cancelled === undefined ? { cwd } : { cwd, cancelled },
  );

/** A run with `--once`: its exit code, how many were new, and which of them were not confirmed. */
async function run(place: string): Promise<readonly [number | null, number, readonly string[]]> {
  const { exit, stdout } = await watch(`${place} --once --state s.json --metrics m.prom --json`);
  const { result } = JSON.parse(stdout);
  return [exit, result.summary.total, result.results.map((one: { source: string }) => one.source)];
}

async function asMbox(name: string): Promise<string> {
  return `From a@b.example Sat Nov 28 10:00:00 2026\n${await readFile(from(name), 'utf8')}\n`;
}

describe('each message of a growing mailbox is judged once', () => {
  test('a Maildir: read, flagged, moved, removed', async () => {
    await put('confirmed.eml', 'M/new/1.a');
    await put('bypassed.eml', 'M/new/2.a');
    expect(await run('M')).toEqual([1, 2, ['M/new/2.a']]);
    await rename(at('M/new/1.a'), at('M/cur/1.a:2,S'));
    await rename(at('M/new/2.a'), at('M/cur/2.a:2,FS'));
    expect(await run('M')).toEqual([0, 0, []]);
    await put('forged.eml', 'M/new/3.a');
    expect(await run('M')).toEqual([1, 1, ['M/new/3.a']]);
    await rm(at('M/cur/2.a:2,FS'));
    expect(await run('M')).toEqual([0, 0, []]);
    expect(JSON.parse(await readFile(at('s.json'), 'utf8')).seen).toEqual(['maildir 1.a', 'maildir 3.a']);
    expect(await readFile(at('m.prom'), 'utf8')).toContain('{watch="verify M",verdict="not-confirmed"} 2\n');
  });

  test('an mbox: appended to, rewritten without its first message, and with half a header at its end', async () => {
    await writeFile(at('box'), (await asMbox('bypassed.eml')) + (await asMbox('confirmed.eml')));
    expect(await run('box')).toEqual([1, 2, ['box#1']]);
    const forged = await asMbox('forged.eml');
    await appendFile(at('box'), forged.slice(0, 200));
    expect(await run('box')).toEqual([0, 0, []]);
    await appendFile(at('box'), forged.slice(200));
    expect(await run('box')).toEqual([1, 1, ['box#3']]);
    await writeFile(at('box'), (await asMbox('confirmed.eml')) + forged);
    expect(await run('box')).toEqual([0, 0, []]);
  });

  test('an mbox with one message that grows, in a folder named new; a mail program writes a status', async () => {
    await writeFile(at('M/new/box'), await asMbox('bypassed.eml'));
    expect(await run('M/new/box')).toEqual([1, 1, ['M/new/box']]);
    const read = (await asMbox('bypassed.eml')).replace('\nFrom: ', '\nStatus: RO\nX-UID: 7\nFrom: ');
    await writeFile(at('M/new/box'), read + (await asMbox('forged.eml')));
    expect(await run('M/new/box')).toEqual([1, 1, ['M/new/box#2']]);
  });

  test('a folder: files renamed; what has no whole header is judged when it stays so', async () => {
    await put('bypassed.eml', 'F/a.eml');
    await put('not-an-email.html', 'F/b.eml');
    await writeFile(at('F/c.eml'), 'From: a@b.example\nSubject: begun\n');
    expect(await run('F')).toEqual([1, 1, ['F/a.eml']]);
    await rename(at('F/a.eml'), at('F/d.eml'));
    expect(await run('F')).toEqual([2, 2, ['F/b.eml', 'F/c.eml']]);
    expect(await run('F')).toEqual([0, 0, []]);
  });

  test('a mailbox that cannot be read for a while keeps what was judged', async () => {
    await put('bypassed.eml', 'M/new/1.a');
    expect(await run('M')).toEqual([1, 1, ['M/new/1.a']]);
    await rename(at('M'), at('away'));
    expect(await run('M')).toEqual([66, 1, ['M']]);
    await rename(at('away'), at('M'));
    expect(await run('M')).toEqual([0, 0, []]);
  });

  test('two runs at once do not share a message', async () => {
    await put('bypassed.eml', 'M/new/1.a');
    await put('confirmed.eml', 'M/new/2.a');
    const runs = await Promise.all([1, 2, 3].map(() => run('M')));
    expect(runs.map(([, total]) => total).sort()).toEqual([0, 0, 2]);
    expect((await readdir(cwd)).sort()).toEqual(['F', 'M', 'm.prom', 's.json']);
  });

  test('whatever restarts come between: told at least once, counted once', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('arrives' as const), id: fc.nat(30) }),
      fc.record({ kind: fc.constant('goes' as const), id: fc.nat(30) }),
      // A run that is killed before its state is kept is no run.
      fc.record({ kind: fc.constantFrom('run' as const, 'killed run' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const there = new Set<number>();
        const ever = new Set<number>();
        let state = newWatchState('x');
        for (const one of [...steps, { kind: 'run' as const }]) {
          if (one.kind === 'arrives' && !ever.has(one.id)) {
            there.add(one.id);
            ever.add(one.id);
          }
          if (one.kind === 'goes') there.delete(one.id);
          if (one.kind !== 'run' && one.kind !== 'killed run') continue;
          const { judged, keys } = await judge([...there], state.seen);
          expect(judged.every((name) => !state.seen.includes(name))).toBe(true);
          if (one.kind === 'killed run') continue;
          const messages = { confirmed: judged.length, notConfirmed: 0, unknown: 0, failed: 0 };
          const facts = { at: '2026-11-28T10:00:00Z', exit: 0, verdict: 'confirmed', messages, seen: keys };
          state = readWatchState(watchStateText(afterRun(state, facts))) ?? newWatchState('lost');
        }
        expect(state.seen.length).toBe(there.size);
        expect(state.messages.confirmed).toBeLessThanOrEqual(ever.size);
        expect(state.messages.confirmed).toBeGreaterThanOrEqual(there.size);
      }),
      { numRuns: 200 },
    );
  });
});

async function judge(ids: readonly number[], seen: readonly string[]) {
  const unjudged = newMessages(seen);
  const head = { bytes: Buffer.from('From: a@b.c\n\n'), end: 'whole' as const };
  const files: InputFile[] = ids.map((id) => {
    const name = `M/cur/${id}:2,S`;
    return { name, open: () => ({ kind: 'message', message: { name, head, longer: () => head } }) };
  });
  const judged: string[] = [];
  for await (const portion of unjudged.of(oneBy(files)))
    for (const { name, open } of portion) {
      await open();
      judged.push(name.replace(/^M\/cur\/(\d+):2,S$/, 'maildir $1'));
    }
  return { judged, keys: unjudged.keys() };
}

async function* oneBy(files: readonly InputFile[]): AsyncGenerator<readonly InputFile[]> {
  for (const file of files) yield [file];
}

describe('a state', () => {
  const whole = watchStateText(newWatchState('verify M'));
  test.each<[string, string, string]>([
    ['torn', whole.slice(0, -9), 's.json is not a state file of akrelay watch, or is incomplete.'],
    ['empty', '', 's.json is not a state file of akrelay watch, or is incomplete.'],
    [
      'of something else',
      '{"schema":"akrelay/verify@1"}',
      's.json is not a state file of akrelay watch, or is incomplete.',
    ],
    [
      'with a wrong value',
      whole.replace('"runs":0', '"runs":"0"'),
      's.json is not a state file of akrelay watch, or is incomplete.',
    ],
    [
      'with a wrong count',
      whole.replace('"unknown":0', '"unknown":-1'),
      's.json is not a state file of akrelay watch, or is incomplete.',
    ],
    ['of another watch', watchStateText(newWatchState('verify X')), 's.json is the state of another watch: verify X.'],
  ])('%s: one sentence, and it stays as it is', async (_name, text, sentence) => {
    await writeFile(at('s.json'), text);
    const { exit, stdout, stderr } = await watch('M --once --state s.json');
    expect([exit, stdout, stderr]).toEqual([
      65,
      '',
      `error: ${sentence}\nhint: Name another file with --state, or remove this one to start again.\n`,
    ]);
    expect(await readFile(at('s.json'), 'utf8')).toBe(text);
    expect((await readdir(cwd)).sort()).toEqual(['F', 'M', 's.json']);
  });

  test('any bytes at all: a state, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.nat(whole.length).map((n) => whole.slice(0, n)),
        ),
        (text) => {
          const state = readWatchState(text);
          expect(state === undefined || watchStateText(state) === whole).toBe(true);
        },
      ),
    );
  });
});

describe('the end of a watch', () => {
  test.each<['SIGINT' | 'SIGTERM', number]>([
    ['SIGINT', 0],
    ['SIGTERM', 143],
  ])('%s while it waits: %d, and after a restart it waits for its time', async (signal, code) => {
    await put('bypassed.eml', 'M/new/1.a');
    expect(await run('M')).toEqual([1, 1, ['M/new/1.a']]);
    const end = new AbortController();
    setTimeout(() => end.abort(new Cancelled(signal)), 100);
    const { exit, stdout, stderr } = await watch('M --every 1h --state s.json', end.signal);
    expect([exit, stdout, stderr]).toEqual([code, '', '']);
    expect((await readdir(cwd)).sort()).toEqual(['F', 'M', 'm.prom', 's.json']);
  });

  test('a person reads words, and no change where nothing is new', async () => {
    await put('bypassed.eml', 'M/new/1.a');
    expect((await watch('M --once --state s.json')).stdout).toMatch(/ {2}verify M: not confirmed \(/);
    expect((await watch('M --once --state s.json')).stdout).toMatch(/ {2}verify M: nothing new \(/);
  });

  test('what another has taken over is not written over', async () => {
    await put('bypassed.eml', 'M/new/1.a');
    const end = new AbortController();
    const watching = watch('M --every 1s --jitter 0s --state s.json --metrics m.prom', end.signal);
    const isThere = (name: string): Promise<boolean> => readFile(at(name)).then(Boolean, () => false);
    while (!(await isThere('m.prom'))) await sleep(20);
    await writeFile(at('.s.json.lock'), '{"pid":1,"host":"another","since":"2026-11-28T10:00:00.000Z"}');
    await writeFile(at('s.json'), 'theirs');
    await rm(at('m.prom'));
    await sleep(2_500);
    end.abort(new Cancelled('SIGINT'));
    const { exit, stderr } = await watching;
    expect([exit, await readFile(at('s.json'), 'utf8'), await isThere('m.prom')]).toEqual([0, 'theirs', false]);
    expect(stderr).toMatch(/^(warning: Another process took over the lock of .*s\.json; nothing was written\.\n)+$/);
  });

  test('the first run comes at once, the next in its time', async () => {
    await put('bypassed.eml', 'M/new/1.a');
    const end = new AbortController();
    const watching = watch('M --every 1s --jitter 0s --state s.json --json', end.signal);
    while (!/"runs":[2-9]/.test(await readFile(at('s.json'), 'utf8').catch(() => ''))) await sleep(50);
    end.abort(new Cancelled('SIGINT'));
    const { exit, stdout } = await watching;
    const runs = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(exit).toBe(0);
    expect(runs.slice(0, 2).map(({ run: number, verdict }) => [number, verdict])).toEqual([
      [1, 'not-confirmed'],
      [2, 'nothing-new'],
    ]);
  });
});

test('metrics: labels are escaped, and what has no samples is left out', () => {
  const labels = { watch: 'a "b"\\c\nd \ud800', sender: '{x="y"}' };
  const metric = { help: 'Seconds.', type: 'gauge' as const };
  expect(
    metricsText([
      { ...metric, name: 'a', samples: [{ labels, value: 1.5 }] },
      { ...metric, name: 'b', samples: [] },
      { ...metric, name: 'c', samples: [{ labels: {}, value: 0 }] },
    ]),
  ).toBe(
    '# HELP a Seconds.\n# TYPE a gauge\na{watch="a \\"b\\"\\\\c\\nd \ufffd",sender="{x=\\"y\\"}"} 1.5\n# HELP c Seconds.\n# TYPE c gauge\nc 0\n',
  );
});

test.each<[string, string]>([
  ['verify M --once', 'A value is missing: --state.'],
  ['verify - --state s.json', 'Standard input cannot be watched.'],
  ['verify --state s.json', "Missing required argument 'file'"],
  ['verify M --state s.json --metrics box', '--metrics: '],
  ['verify M --state s.json --every 0s', '--every: '],
  ['verify M --state s.json --every 2d', '--every: '],
  ['verify M --state s.json --once --jitter 1s', '--jitter has no effect with --once.'],
  ['verify M --state s.json --jobs 2', '--jobs'],
  ['prove x --resume y', '--resume'],
  ['check --negative', '--negative'],
])('watch %s: %s', async (words, sentence) => {
  const { exit, stdout, stderr } = await inProcess(['watch', ...words.split(' ')], { cwd });
  expect([exit, stdout]).toEqual([64, '']);
  expect(stderr).toContain(sentence);
});

test('a watch whose command has wrong words ends with the first run; with --once that run is told', async () => {
  await writeFile(
    at('akrelay.yaml'),
    'senders: [{ name: main, provider: custom, relay: { host: "127.0.0.1:9", tls: none, auth: none } }]\n',
  );
  const words = ['watch', 'prove', 'main', '--maildir', 'M'];
  const ended = await inProcess(words, { cwd });
  expect([ended.exit, ended.stdout]).toEqual([64, '']);
  expect(ended.stderr).toContain('--from');
  const once = await inProcess([...words, '--once', '--json'], { cwd });
  expect([once.exit, JSON.parse(once.stdout).verdict]).toEqual([64, 'error']);
});
