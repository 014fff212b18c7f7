import { describe, expect, test } from '@jest/globals';
import type { ChangeResult } from '../../src/commands/change.js';
import type { CommandSpec } from '../../src/commands/command.js';
import { spec as virtualAttach } from '../../src/commands/virtual/attach.js';
import { spec as virtualClone } from '../../src/commands/virtual/clone.js';
import { spec as virtualCreate } from '../../src/commands/virtual/create.js';
import { spec as virtualDelete } from '../../src/commands/virtual/delete.js';
import { spec as virtualDetach } from '../../src/commands/virtual/detach.js';
import { spec as virtualEdit } from '../../src/commands/virtual/edit.js';
import { spec as virtualMove } from '../../src/commands/virtual/move.js';
import { spec as virtualRename } from '../../src/commands/virtual/rename.js';
import { requireConfig } from '../../src/config/read-config.js';
import { describeMatch, usesOf } from '../../src/relay/describe.js';
import { memoryWorld, optionsOf, person } from '../support/memory-world.js';
import { sampleConfig } from '../support/sample-config.js';

type Change = CommandSpec<never, ChangeResult>;

/** The rules of each virtual sender after the command, one line each. */
async function rulesAfter(spec: unknown, words: readonly string[], answers?: readonly unknown[]): Promise<string[]> {
  const command = spec as Change;
  const { world, text } = memoryWorld(sampleConfig, answers && person(answers).prompts);
  await command.run(optionsOf(command, words), world);
  const { virtualSenders } = requireConfig({ shownAs: 'akrelay.yaml', text: text(), readableBy: 'owner' });
  return virtualSenders.flatMap(({ name, account, rules }) => [
    `${name} ${account}`,
    ...rules.map(
      ({ match, senders }) =>
        `  ${describeMatch(match)}: ${senders.map(({ sender, percent, fromName, replyTo }) => [sender, percent, fromName, replyTo].filter(Boolean).join(' ')).join(', ')}`,
    ),
  ]);
}

const before = [
  'newsletters 306',
  '  group 7: cloud 100',
  '  From domain shop.example: sendsay-main 100',
  '  To domain gmail.com: sendsay-main 100',
  '  default (everything else): sendsay-main 60 Shop help@example.com, cloud 40',
  'empty 307',
];

function withLine(at: number, ...lines: readonly string[]): string[] {
  return before.toSpliced(at, 1, ...lines);
}

describe('virtual attach', () => {
  test.each<[string[], string[]]>([
    [
      ['empty', 'spare'],
      [...before, '  default (everything else): spare 100'],
    ],
    [
      ['empty', 'spare', '--group', '9'],
      [...before, '  group 9: spare 100'],
    ],
    [
      ['newsletters', 'spare', '--to-domain', 'Mail.RU'],
      withLine(4, '  To domain mail.ru: spare 100', before[4] ?? ''),
    ],
    [
      ['newsletters', 'spare', '--percent', '50', '--rebalance'],
      withLine(4, '  default (everything else): sendsay-main 30 Shop help@example.com, cloud 20, spare 50'),
    ],
    [
      ['newsletters', 'spare', '--to-domain', 'gmail.com', '--rebalance'],
      withLine(3, '  To domain gmail.com: sendsay-main 50, spare 50'),
    ],
    // What is not given stays: the share and the other override.
    [
      ['newsletters', 'sendsay-main', '--from-name', 'Store'],
      withLine(4, '  default (everything else): sendsay-main 60 Store help@example.com, cloud 40'),
    ],
    [
      ['newsletters', 'sendsay-main', '--from-name', '', '--reply-to', ''],
      withLine(4, '  default (everything else): sendsay-main 60, cloud 40'),
    ],
  ])('%j', async (words, after) => {
    expect(await rulesAfter(virtualAttach, words)).toEqual(after);
  });

  test('shares that do not total 100 are refused, with the two ways out', async () => {
    await expect(rulesAfter(virtualAttach, ['newsletters', 'spare', '--percent', '30'])).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('130, not 100'),
      hint: expect.stringMatching(/--rebalance.*--percent/),
    });
  });

  test.each([
    [['newsletters', 'spare', '--to-domain', 'a.example', '--group', '7'], /one condition/],
    [['newsletters', 'spare', '--percent', '101'], /0 to 100/],
    [['newsletters', 'spare', '--reply-to', 'help'], /--reply-to.*e-mail address/],
    [['newsletters', 'nobody'], /no sender 'nobody'/],
    [
      ['spare', 'newsletters'],
      /^'newsletters' is a virtual sender and 'spare' is a sender: the virtual sender must come first/,
    ],
    [['nobody', 'spare'], /no virtual sender 'nobody'/],
  ])('%j is refused', async (words, message) => {
    const run = async () => rulesAfter(virtualAttach, words);
    await expect(run()).rejects.toMatchObject({ kind: 'usage', message: expect.stringMatching(message) });
  });
});

test('virtual detach says when the two names are swapped', async () => {
  await expect(rulesAfter(virtualDetach, ['cloud', 'newsletters', '--yes'])).rejects.toMatchObject({
    kind: 'usage',
    hint: 'Swap the two: newsletters cloud',
  });
});

describe('a name that two accounts have', () => {
  const twice = sampleConfig.replace('name: empty', 'name: newsletters');
  const attach = async (name: string): Promise<string> => {
    const { world, text } = memoryWorld(twice);
    await virtualAttach.run(optionsOf(virtualAttach, [name, 'spare']), world);
    return text();
  };

  test('is ambiguous alone, and the error says what to type', async () => {
    await expect(attach('newsletters')).rejects.toMatchObject({
      kind: 'usage',
      hint: 'Choose one of: 306/newsletters, 307/newsletters.',
    });
    const { world } = memoryWorld(twice);
    const remove = virtualDelete.run(optionsOf(virtualDelete, ['newsletters', '--yes']), world);
    await expect(remove).rejects.toMatchObject({ hint: 'Choose one of: 306/newsletters, 307/newsletters.' });
  });

  test('is shown with its account where a sender is used', async () => {
    const { virtualSenders } = requireConfig({ shownAs: 'x', text: twice, readableBy: 'owner' });
    const uses = usesOf(virtualSenders).get('cloud') ?? [];
    expect([...new Set(uses.map(({ calledAs }) => calledAs))]).toEqual(['306/newsletters']);
  });

  test('is found with its account', async () => {
    expect(await attach('307/newsletters')).toMatch(/account: 307\n {4}rules:\n {6}- match: default\n.*\n.*spare/);
  });
});

describe('the other commands', () => {
  test.each<[string, unknown, string[], string[]]>([
    ['create', virtualCreate, ['more', '--account', '306'], [...before, 'more 306']],
    ['edit', virtualEdit, ['empty', '--account', '400'], withLine(5, 'empty 400')],
    ['rename', virtualRename, ['empty', 'full'], withLine(5, 'full 307')],
    ['delete', virtualDelete, ['newsletters', '--yes'], ['empty 307']],
    ['clone', virtualClone, ['empty', 'copy'], [...before, 'copy 307']],
    ['clone to another account', virtualClone, ['empty', 'empty', '--account', '1'], [...before, 'empty 1']],
    [
      'detach from all rules',
      virtualDetach,
      ['newsletters', 'cloud', '--rebalance', '--yes'],
      [
        'newsletters 306',
        ...before.slice(2, 4),
        '  default (everything else): sendsay-main 100 Shop help@example.com',
        'empty 307',
      ],
    ],
    ['detach from one rule', virtualDetach, ['newsletters', 'cloud', '--group', '7', '--yes'], withLine(1)],
    [
      'detach from the default rule',
      virtualDetach,
      ['newsletters', 'cloud', '--default', '--rebalance', '--yes'],
      withLine(4, '  default (everything else): sendsay-main 100 Shop help@example.com'),
    ],
    [
      'move',
      virtualMove,
      ['newsletters', '--to-domain', 'gmail.com', '--position', '1'],
      ['newsletters 306', before[3] ?? '', before[1] ?? '', before[2] ?? '', ...before.slice(4)],
    ],
  ])('%s', async (_name, spec, words, after) => {
    expect(await rulesAfter(spec, words)).toEqual(after);
  });

  test('create asks what is left open', async () => {
    expect(await rulesAfter(virtualCreate, [], ['more', 'x', '12', true])).toEqual([...before, 'more 12']);
    await expect(rulesAfter(virtualCreate, [])).rejects.toMatchObject({ message: /<name>, --account/ });
  });

  test('removals want a yes', async () => {
    await expect(rulesAfter(virtualDelete, ['empty'])).rejects.toMatchObject({ kind: 'usage' });
    await expect(rulesAfter(virtualDetach, ['newsletters', 'cloud', '--group', '7'])).rejects.toMatchObject({
      kind: 'usage',
    });
    expect(await rulesAfter(virtualDelete, ['empty'], [true])).toEqual(before.slice(0, 5));
  });

  test('move wants a rule and a place', () => {
    const { world } = memoryWorld(sampleConfig);
    const run = (...words: string[]) => virtualMove.run(optionsOf(virtualMove, words), world);
    return Promise.all([
      expect(run('newsletters', '--position', '1')).rejects.toThrow(/missing: .*--to-domain/),
      expect(run('newsletters', '--group', '7')).rejects.toThrow(/missing: --position/),
    ]);
  });

  test('move wants a place that there can be', () => {
    expect(() => optionsOf(virtualMove, ['newsletters', '--group', '7', '--position', '0'])).toThrow(/--position/);
  });
});
