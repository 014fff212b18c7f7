import { describe, expect, test } from '@jest/globals';
import { CommanderError } from 'commander';
import fc from 'fast-check';
import { commandEntries } from '../../src/command-list.js';
import { AkrelayError } from '../../src/errors.js';
import { optionsOf } from '../support/memory-world.js';

const flags = [
  ...['--provider', '--host', '--tls', '--auth', '--username', '--username-env', '--password-env', '--password-file'],
  ...['--webhook', '--no-webhook', '--gateway', '--webhook-url', '--path-host', '--path-network', '--platform-id'],
  ...['--account', '--dry-run', '--diff', '--yes', '--percent', '--from-domain', '--to-domain', '--group', '--from'],
  ...[
    '--to',
    '--virtual',
    '--sample',
    '--position',
    '--rebalance',
    '--reply-to',
    '--from-name',
    '--unset',
    '--default',
  ],
];
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    '-',
    '--',
    '__proto__',
    'constructor',
    '0',
    '-1',
    '1e9',
    '99999999999999999999',
    'a@b',
    'x:25',
    '[',
  ),
);
const words = fc.array(fc.oneof(fc.constantFrom(...flags), value, value), { maxLength: 8 });

const groups = ['sender', 'virtual', 'watch', 'route', 'completion'];
const mine = commandEntries.filter(({ path }) => groups.includes(path[0] ?? ''));

describe('any words at all', () => {
  test.each(mine.map((entry) => [entry.path.join(' '), entry] as const))(
    '%s: options, or a usage error',
    async (_name, entry) => {
      const { spec } = await entry.load();
      fc.assert(
        fc.property(words, (argv) => {
          try {
            optionsOf(spec, argv);
          } catch (error) {
            expect(error instanceof CommanderError || (error instanceof AkrelayError && error.kind === 'usage')).toBe(
              true,
            );
          }
        }),
        { numRuns: 150 },
      );
    },
  );
});
