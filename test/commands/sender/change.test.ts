import { describe, expect, test } from '@jest/globals';
import type { ChangeResult } from '../../../src/commands/change.js';
import type { CommandSpec } from '../../../src/commands/command.js';
import { spec as senderClone } from '../../../src/commands/sender/clone.js';
import { spec as senderDelete } from '../../../src/commands/sender/delete.js';
import { spec as senderEdit } from '../../../src/commands/sender/edit.js';
import { spec as senderRename } from '../../../src/commands/sender/rename.js';
import { memoryWorld, optionsOf, person } from '../../support/memory-world.js';
import { sampleConfig } from '../../support/sample-config.js';

async function change<Options>(
  spec: CommandSpec<Options, ChangeResult>,
  words: readonly string[],
  answers?: readonly unknown[],
) {
  const asked = answers === undefined ? undefined : person(answers);
  const { world, text } = memoryWorld(sampleConfig, asked?.prompts);
  const { result, exit } = await spec.run(optionsOf(spec, words), world);
  return { text: text(), lines: changedLines(text()), result, exit, asked: asked?.asked ?? [] };
}

/** Lines that went and lines that came, as a set: what stayed is not asked about. */
function changedLines(text: string): string[] {
  const [before, after] = [sampleConfig.split('\n'), text.split('\n')];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line.trim()}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line.trim()}`),
  ];
}

describe('sender edit', () => {
  test('sets what the flags name and nothing else', async () => {
    const { lines } = await change(senderEdit, ['spare', '--host', 'mx2.example.net:25']);
    expect(lines).toEqual([
      '- relay: { host: "mx.example.net:25", auth: none }',
      '+ relay: { host: "mx2.example.net:25", auth: none }',
    ]);
  });

  test('the same command twice changes nothing the second time', async () => {
    const words = ['sendsay-main', '--tls', 'starttls', '--webhook', '--platform-id', '3', '--account', '306'];
    const { text, result } = await change(senderEdit, words);
    expect([text, result.state]).toEqual([sampleConfig, 'unchanged']);
  });

  test('--unset takes fields out', async () => {
    const { lines } = await change(senderEdit, ['sendsay-main', '--unset', 'gateway', '--unset', 'webhook-url']);
    expect(lines).toEqual([
      '- webhook: { enabled: true, gateway: Sendsay, url: "https://platform.example/hook" }',
      '+ webhook: { enabled: true }',
    ]);
  });

  test('with flags nobody is asked, even on a terminal', async () => {
    const { asked } = await change(senderEdit, ['spare', '--webhook'], []);
    expect(asked).toEqual([]);
  });

  test('without flags a person is asked with what the sender has, and only what changed is written', async () => {
    const answers = [undefined, undefined, undefined, 'plain', 'env', 'LOGIN_NAME', undefined];
    const { lines, asked } = await change(senderEdit, ['sendsay-main'], [...answers, undefined, '', undefined, true]);
    expect(asked.find(({ message }) => message.startsWith('Host'))?.default).toBe('smtp.gate.sendsay.ru:587');
    expect(lines).toEqual([
      '- auth: login',
      '- username: { env: SENDSAY_LOGIN }',
      '- webhook: { enabled: true, gateway: Sendsay, url: "https://platform.example/hook" }',
      '+ auth: plain',
      '+ username: { env: LOGIN_NAME }',
      '+ webhook: { enabled: true, url: "https://platform.example/hook" }',
    ]);
  });

  test('without flags, where nobody can be asked, it is a usage error', async () => {
    await expect(change(senderEdit, ['spare'])).rejects.toMatchObject({ kind: 'usage' });
  });

  test('a mistyped name is answered with the nearest', async () => {
    const run = change(senderEdit, ['sendsay-mian', '--webhook']);
    await expect(run).rejects.toMatchObject({ kind: 'usage', hint: 'Did you mean sendsay-main?' });
  });
});

describe('sender delete', () => {
  test('a sender that rules use is refused, naming the rules', async () => {
    const run = change(senderDelete, ['cloud', '--yes']);
    await expect(run).rejects.toMatchObject({ kind: 'usage', message: expect.stringMatching(/rule 1 .* rule 4/) });
  });

  test('without --yes, where nobody can be asked, it is refused', async () => {
    const run = change(senderDelete, ['spare']);
    await expect(run).rejects.toMatchObject({ kind: 'usage', hint: expect.stringContaining('--yes') });
  });

  test.each([
    [['spare', '--yes'], undefined, true],
    [['spare'], [true], true],
    [['spare', '--dry-run'], undefined, false],
  ])('%j answered %j: gone is %j', async (words, answers, gone) => {
    const { text } = await change(senderDelete, words, answers);
    expect(!text.includes('spare')).toBe(gone);
  });

  test('Enter alone removes nothing', async () => {
    await expect(change(senderDelete, ['spare'], [undefined])).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('sender clone and rename', () => {
  test('rules follow a new name', async () => {
    const { text } = await change(senderRename, ['cloud', 'cloud-2']);
    expect(text.match(/cloud-2/g)).toHaveLength(3);
    expect(text).not.toMatch(/(name|sender): cloud\b(?!-2)/);
  });

  test('a copy has no id of the platform', async () => {
    const { text } = await change(senderClone, ['sendsay-main', 'copy']);
    expect(text).toContain('- name: copy');
    expect(text.match(/id: 3/g)).toHaveLength(1);
  });

  test.each([
    [senderClone, ['cloud', 'spare']],
    [senderRename, ['cloud', 'spare']],
    [senderClone, ['nobody', 'x']],
  ] as unknown as [CommandSpec<never, ChangeResult>, string[]][])('%# a wrong name is refused', async (spec, words) => {
    await expect(change(spec, words)).rejects.toMatchObject({ kind: 'usage' });
  });

  test('with --diff, a dry run says by its exit code that there is a difference', async () => {
    expect((await change(senderRename, ['cloud', 'x', '--dry-run', '--diff'])).exit).toBe('no');
    expect((await change(senderRename, ['cloud', 'x', '--dry-run'])).exit).toBe('done');
    expect((await change(senderRename, ['cloud', 'cloud', '--dry-run', '--diff'])).exit).toBe('done');
    expect((await change(senderRename, ['cloud', 'x', '--diff'])).exit).toBe('done');
  });

  test('a password that stands in the file is not in the lines that are shown', async () => {
    const { text, result } = await change(senderRename, ['cloud', 'x', '--diff']);
    expect(text).toContain("'p''w secret'");
    expect(JSON.stringify(result.hunks)).not.toMatch(/secret/);
  });
});
