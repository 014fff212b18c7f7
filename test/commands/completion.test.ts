import { describe, expect, test } from '@jest/globals';
import { commandEntries, groups } from '../../src/command-list.js';
import { completion } from '../../src/commands/completion.js';
import { declareGlobals } from '../../src/globals.js';
import type { World } from '../../src/world/world.js';
import { memoryWorld, optionsOf } from '../support/memory-world.js';
import { sampleConfig } from '../support/sample-config.js';

const spec = completion({ entries: commandEntries, groups, declareGlobals });
const otherFiles = {
  read: async (file: string) => {
    if (file !== 'other.yaml') throw new Error('missing');
    return new TextEncoder().encode('senders:\n  - { name: elsewhere, provider: sendsay }\n');
  },
} as unknown as World['files'];

async function suggested(...words: string[]): Promise<string[]> {
  const world = { ...memoryWorld(sampleConfig).world, files: otherFiles };
  const { result } = await spec.run(optionsOf(spec, ['suggest', '--', ...words]), world);
  if (result.kind !== 'suggestions') throw new Error('not suggestions');
  return result.files === 'wanted' ? [':files'] : result.suggestions.map(({ word }) => word);
}

describe('what may stand at the cursor', () => {
  test.each<[string[], string[]]>([
    [['sender', 'sh'], ['show']],
    [
      ['sender', 'show', ''],
      ['sendsay-main', 'cloud', 'spare'],
    ],
    [['sender', 'show', 'c'], ['cloud']],
    [['sender', 'create', ''], []],
    [
      ['--json', 'sender', 'delete', 's'],
      ['sendsay-main', 'spare'],
    ],
    [['virtual', 'detach', 'newsletters', 'sp'], ['spare']],
    [
      ['virtual', 'show', ''],
      ['newsletters', 'empty'],
    ],
    [
      ['route', '--virtual', ''],
      ['newsletters', 'empty'],
    ],
    [['route', '--virtual=n'], ['--virtual=newsletters']],
    [
      ['sender', 'edit', 'cloud', '--tls', ''],
      ['none', 'starttls', 'implicit'],
    ],
    [['sender', 'edit', 'cloud', '--username-'], ['--username-env']],
    [
      ['sender', 'show', 'cloud', '--format', 'panel'],
      ['panel', 'panel-ru'],
    ],
    [['sender', 'create', '--password-file', ''], [':files']],
    [['sender', 'edit', '--host', 'x:25', 'cl'], ['cloud']],
    [['--config', 'other.yaml', 'sender', 'show', ''], ['elsewhere']],
    [['--config', 'missing.yaml', 'sender', 'show', ''], []],
    [['sender', 'show', '--', 'c'], ['cloud']],
    [['nonsense', ''], []],
    [['completion', 'z'], ['zsh']],
    [
      ['send', 'cloud', '--stop-after', ''],
      ['connect', 'ehlo', 'tls', 'auth', 'mail', 'rcpt'],
    ],
    [['lab', '--fault', 'stall-at-g'], ['stall-at-greeting']],
    [['lab', '--fault', 'cert-e'], ['cert-expired']],
    [['explain', 'spf-b'], ['spf-broken']],
    [['explain', 'rule/sh'], ['rule/shares-total']],
    [['explain', 'byp'], ['bypassed']],
    [['check', '--compare', ''], [':files']],
  ])('%j', async (words, expected) => {
    expect(await suggested(...words)).toEqual(expected);
  });

  test('a flag that was given is not offered again, unless it is repeatable', async () => {
    const flags = await suggested('sender', 'create', '--tls', 'none', '--account', '1', '--');
    expect(flags).toContain('--account');
    expect(flags).toContain('--json');
    expect(flags).not.toContain('--tls');
  });
});

describe('the words of the command', () => {
  test.each([
    [['bash'], { kind: 'script', shell: 'bash' }],
    [['suggest', '--', 'sender', ''], { kind: 'suggest', words: ['sender', ''] }],
    // Windows PowerShell drops empty words.
    [['suggest', '--new-word', '--', 'sender'], { kind: 'suggest', words: ['sender', ''] }],
  ])('%j', (words, options) => {
    expect(optionsOf(spec, words)).toEqual(options);
  });

  test.each([[['tcsh']], [['bash', 'sender']]])('%j is refused', (words) => {
    expect(() => optionsOf(spec, words)).toThrow(expect.objectContaining({ kind: 'usage' }));
  });
});
