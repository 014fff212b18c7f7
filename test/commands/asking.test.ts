import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { inProcess } from '../support/in-process.js';
import { person } from '../support/memory-world.js';
import { emptyFolder } from '../support/program.js';
import { sampleConfig } from '../support/sample-config.js';

let cwd: string;
beforeEach(async () => {
  cwd = await emptyFolder();
  await writeFile(path.join(cwd, 'akrelay.yaml'), sampleConfig, { mode: 0o600 });
});

const alone = `senders:
  - { name: only, provider: custom, relay: { host: "relay.example:25", auth: none } }
virtualSenders:
  - { name: news, account: 306, rules: [{ match: default, senders: [{ sender: only, percent: 100 }] }] }
`;

describe('what is missing is asked for at a terminal', () => {
  /** The words, the answers (undefined = Enter), the questions, and what the file or the screen has then. */
  test.each<[string, readonly unknown[], readonly string[], RegExp]>([
    ['sender show', ['cloud'], ['Which sender?'], /^Name +cloud\n/],
    [
      'sender edit --platform-id 9',
      ['spare', true],
      ['Which sender?', 'Write this to akrelay.yaml?'],
      /^Changed sender 'spare'/,
    ],
    ['sender delete', ['spare', true], ['Which sender?', 'Write this to akrelay.yaml?'], /^Deleted sender 'spare'/],
    [
      'sender clone',
      ['spare', 'extra', true],
      ['Which sender?', 'Name of the copy', 'Write this to akrelay.yaml?'],
      /^Cloned sender 'spare' as 'extra'/,
    ],
    [
      'sender rename spare',
      ['extra', true],
      ['New name', 'Write this to akrelay.yaml?'],
      /^Renamed sender 'spare' to 'extra'/,
    ],
    ['virtual show', ['empty'], ['Which virtual sender?'], /^empty \(account 307\)\n/],
    [
      'virtual edit --account 9',
      ['empty', true],
      ['Which virtual sender?', 'Write this to akrelay.yaml?'],
      /^Changed virtual sender 'empty'/,
    ],
    [
      'virtual attach',
      ['newsletters', 'spare', 'to-domain', 'mail.ru', undefined, true],
      [
        'Which virtual sender?',
        'Which sender?',
        'Which rule?',
        'Recipient domain',
        'Share of the rule in percent',
        'Write this to akrelay.yaml?',
      ],
      /^Attached sender 'spare' to the rule 'To domain mail\.ru' of 'newsletters' in/,
    ],
    [
      'virtual attach newsletters',
      ['spare', '2', '30', true, true],
      [
        'Which sender?',
        'Which rule?',
        'Share of the rule in percent',
        'The shares would total 130 (sendsay-main 100, spare 30). Adjust the other shares?',
        'Write this to akrelay.yaml?',
      ],
      /^Attached sender 'spare' to the rule 'To domain gmail\.com' of 'newsletters' in/,
    ],
    [
      'virtual attach newsletters spare --percent 50',
      [true, true],
      [
        'The shares would total 150 (sendsay-main 60, cloud 40, spare 50). Adjust the other shares?',
        'Write this to akrelay.yaml?',
      ],
      /^Attached sender 'spare'/,
    ],
    [
      'virtual detach newsletters',
      ['sendsay-main', true, true],
      [
        'Which sender?',
        'cloud would be the only sender of this rule, so its share must be 100. Use 100?',
        'Write this to akrelay.yaml?',
      ],
      /^Detached sender 'sendsay-main'/,
    ],
    [
      'virtual move',
      ['newsletters', '2', '1', true],
      ['Which virtual sender?', 'Which rule?', 'New position, 1 = first', 'Write this to akrelay.yaml?'],
      /^Moved the rule 'To domain gmail\.com' of 'newsletters' to position 1/,
    ],
    [
      'route',
      ['newsletters', 'Shop <a@shop.example>', 'b@y.z'],
      ['Which virtual sender?', 'From:', 'To:'],
      /^From a@shop\.example to b@y\.z, by the rules of newsletters:/,
    ],
  ])('%s', async (words, answers, questions, says) => {
    const { prompts, asked } = person(answers);
    const run = await inProcess(words.split(' '), { cwd, prompts });
    expect(run).toMatchObject({ exit: 0, stdout: expect.stringMatching(says) });
    expect(asked.map(({ message }) => message)).toEqual(questions);
  });

  test('no to "Re-balance?" leaves the shares, which is then an error', async () => {
    const { prompts } = person([false]);
    const run = await inProcess('virtual attach newsletters spare --percent 50'.split(' '), { cwd, prompts });
    expect([run.exit, run.stderr]).toEqual([64, expect.stringContaining('would total 150, not 100')]);
  });

  test('no to "Write this?" changes nothing, and says so', async () => {
    const { prompts } = person(['spare', false]);
    const run = await inProcess(['sender', 'edit', '--platform-id', '9'], { cwd, prompts });
    expect([run.exit, run.stderr]).toEqual([130, 'error: Cancelled; nothing was changed.\n']);
  });
});

describe('the only one is taken, also where nobody can be asked', () => {
  test.each([
    ['sender show', 0, /^Name +only\n/],
    ['sender edit --platform-id 9 --dry-run', 0, /^Would change sender 'only'/],
    ['virtual show', 0, /^news /],
    ['virtual edit --account 9 --dry-run', 0, /^Would change virtual sender 'news'/],
    [
      'virtual attach --to-domain mail.ru --dry-run',
      0,
      /^Would attach sender 'only' to the rule 'To domain mail\.ru' of 'news' in/,
    ],
    ['route --from a@b.c --to d@e.f', 0, /by the rules of news:/],
    ['send --from a@b.c --to d@e.f --yes --timeout 2', 68, /relay\.example does not resolve|relay\.example/],
    // What is removed has to be named.
    ['sender delete --yes', 64, /missing: <name>/],
    ['virtual delete --yes', 64, /missing: <name>/],
    ['virtual detach --yes', 64, /missing: <virtual>/],
  ])('%s', async (words, exit, says) => {
    await writeFile(path.join(cwd, 'akrelay.yaml'), alone);
    const run = await inProcess(words.split(' '), { cwd });
    expect(run.stdout + run.stderr).toMatch(says);
    if (exit !== 68) expect(run.exit).toBe(exit);
  });
});

describe('elsewhere the error names what is missing', () => {
  test.each([
    ['sender show', '<name>'],
    ['sender edit --platform-id 9', '<name>'],
    ['sender clone spare', '<copy>'],
    ['virtual show', '<name>'],
    ['virtual attach', '<virtual>'],
    ['virtual attach newsletters', '<sender>'],
    ['virtual move', '--from-domain, --to-domain or --group, --position'],
    ['route', '--virtual, --from, --to'],
    ['route --virtual newsletters --from a@b.c', '--to'],
    ['send --to a@b.c', '<sender>'],
  ])('%s: %s', async (words, missing) => {
    const run = await inProcess(words.split(' '), { cwd });
    expect([run.exit, run.stderr]).toEqual([64, expect.stringContaining(`missing: ${missing}.\n`)]);
  });

  test('sender edit without a change', async () => {
    const run = await inProcess(['sender', 'edit'], { cwd });
    expect([run.exit, run.stderr]).toEqual([
      64,
      expect.stringMatching(/^error: No change was given\.\nhint: Add a flag, such as --tls/),
    ]);
  });

  test.each([
    ['sender show', 'The config has no senders', 'akrelay sender create'],
    ['virtual attach', 'The config has no virtual senders', 'akrelay virtual create'],
  ])('%s in an empty config', async (words, says, hint) => {
    await writeFile(path.join(cwd, 'akrelay.yaml'), 'version: 1\n');
    const run = await inProcess(words.split(' '), { cwd });
    expect([run.exit, run.stderr]).toEqual([64, expect.stringContaining(says)]);
    expect(run.stderr).toContain(hint);
  });
});
