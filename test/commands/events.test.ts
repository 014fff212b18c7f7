import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { hostile, keepEvents, receivedBody } from '../support/events/keep-events.js';
import { inProcess } from '../support/in-process.js';
import { emptyFolder } from '../support/program.js';

const cwd = await emptyFolder();
const run = (words: string) => inProcess(['events', ...words.split(' ')], { cwd });
beforeAll(() => keepEvents(cwd));

describe('events show', () => {
  test.each<[string, number]>([
    ['', 6],
    ['--copies', 7],
    ['--kind delivered', 2],
    ['--kind delivered,hard-bounce --kind click', 4],
    ['--source sendsay', 3],
    ['--token akrelay-1', 1],
    ['--recipient ANN@Example.com', 3],
    ['--since 2026-11-28T05:00:01Z', 2],
    ['--since 2026-11-28T05:00:00Z --until 2026-11-28T05:00:02Z', 3],
    ['--since 2026-11-28T08:00:00+03:00 --until 2026-11-28T05:00:01Z', 2],
    ['--since 2020-01-01 --until 2020-02-01', 0],
    ['--since 1ms', 0],
    ['--message-id <nobody@example.com>', 0],
  ])('%s finds %d', async (words, count) => {
    const { exit, stdout, stderr } = await run(`show --json ${words}`.trim());
    const [code, note] = count === 0 ? [1, 'No event matches.\n'] : [0, ''];
    expect([exit, stderr, JSON.parse(stdout).events.length]).toEqual([code, note, count]);
  });

  test.each([
    ['--kind delivrd', /--kind: 'delivrd' is not one or more of sent, .*\nhint: Did you mean --kind delivered\?/],
    ['--since yesterday', /--since: 'yesterday' is not a time \(/],
    ['--since 2026-02-31', /is not a time/],
    ['--since 1d --until 2d', /--until must be later than --since/],
    ['--source mailgun', /is not one of sendsay, altcraft/],
  ])('%s is wrong usage', async (words, says) => {
    const { exit, stderr } = await run(`show ${words}`);
    expect([exit, stderr]).toEqual([64, expect.stringMatching(says)]);
  });

  test('as a table, where hostile text is harmless', async () => {
    const { stdout } = await run('show');
    expect(stdout.split('\n')[0]).toMatch(/^ TIME \(UTC\) +SOURCE +EVENT +RECIPIENT +MESSAGE +DETAIL$/);
    expect(stdout).toMatch(
      /^ 2026-11-28 05:00:01 {2}altcraft {2}hard-bounce {2}bob@example\.com .* 550 5\.1\.1 No such user$/m,
    );
    expect(stdout).toMatch(/^~2026-11-28 06:01:00 {2}sendsay {3}delivery /m);
    expect(stdout).toMatch(/ sendsay {3}delivered .* status 1$/m);
    expect(stdout).toContain('\\u{1b}[2J\\u{202e}<script>');
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(stdout.trimEnd().split('\n').length).toBe(7);
  });

  test('as JSON keeps every character, escaped', async () => {
    const { stdout } = await run('show --format ndjson --source sendsay');
    const [, second] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(second).toMatchObject({
      kind: 'other',
      word: hostile.trim(),
      recipient: hostile.trim(),
      raw: { event: hostile },
    });
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

test('events show, as JSON, gives numbers with every digit as they came', async () => {
  const folder = await emptyFolder();
  const event = '{"event_type":"open","event_id":9007199254740993,"x":[1e400,"\u202e 1"]}';
  await keepEvents(folder, [receivedBody(`[ ${event},\n {"event_type":"open"}]`)]);
  for (const words of [['--json'], ['--format', 'ndjson']]) {
    const { stdout } = await inProcess(['events', 'show', ...words], { cwd: folder });
    expect(stdout).toContain(`"event":"9007199254740993"`);
    expect(stdout).toContain(`"raw":${event.replace('\u202e', '\\u202e')}}`);
    expect(stdout).toContain('"raw":{"event_type":"open"}}');
  }
});

test('events stats counts, and says what could not be read', async () => {
  const { stdout } = await run('stats');
  expect(stdout).toMatch(/^EVENT {8}ALTCRAFT {2}SENDSAY\n/);
  expect(stdout).toMatch(/\nclick {8}1 {9}0\n/);
  expect(stdout).toMatch(/\nall {10}3 {9}3\ncopies {7}1 {9}0\n/);
  expect(stdout).toContain(
    'sendsay: 2 events of 3 without a readable time: set its field name in the config, under events.sendsay.fields.time',
  );
  expect(stdout).toContain("sendsay: 1 event of the unknown kind '\\u{1b}[2J");
});

test.each(['show', 'tail', 'stats', 'verify-store'])('events %s names a store that is not there', async (verb) => {
  expect(await run(`${verb} --store nowhere`)).toEqual({
    exit: 66,
    stdout: '',
    stderr: expect.stringMatching(
      /^error: There is no event store in .*nowhere\.\nhint: Give its folder with --store, or receive events first: akrelay events listen\n$/,
    ),
  });
});

test('a damaged record is left out, and said once', async () => {
  const folder = await emptyFolder();
  await keepEvents(folder);
  const segment = path.join(folder, 'akrelay-events', '00000001.ndjson');
  const text = await readFile(segment, 'utf8');
  await writeFile(segment, text.replace('bob@', 'eve@'));
  const { stdout, stderr } = await inProcess(['events', 'stats', '--json'], { cwd: folder });
  expect(JSON.parse(stdout).sources.map(({ source }: { source: string }) => source)).toEqual(['sendsay']);
  expect(stderr).toBe(
    'warning: akrelay-events has damaged records, which were skipped. See them with: akrelay events verify-store\n',
  );
  const { exit, stdout: report } = await inProcess(['events', 'verify-store'], { cwd: folder });
  expect([exit, report]).toEqual([
    1,
    expect.stringMatching(/^1 record damaged: 1 requests[\s\S]* {2}00000001\.ndjson:0 {2}/),
  ]);
});

test('events tail gives the last ones first', async () => {
  const cancelled = AbortSignal.timeout(700);
  const { exit, stdout } = await inProcess(['events', 'tail', '-n', '2', '--source', 'altcraft'], { cwd, cancelled });
  expect([exit, stdout.trimEnd().split('\n').length]).toEqual([0, 2]);
  expect(stdout).toMatch(/click {2}ann@example\.com.*\n.*click \(copy\) {2}ann@example\.com/);
});
