import { describe, expect, test } from '@jest/globals';
import { maskedLines } from '../../src/commands/masked-lines.js';

function masked(text: string): string {
  return maskedLines(text.split('\n').map((line) => ({ text: line })))
    .map((line) => line.text)
    .join('\n');
}

describe('lines of the config that are shown', () => {
  test.each([
    ['      password: hunter2', '      password: ***'],
    ['      password: "hunter2" # old', '      password: ***'],
    ["    relay: { host: x, password: 'it''s' }", '    relay: { host: x, password: ***'],
    ['  "password": hunter2', '  "password": ***'],
    ['password: |\n  hunter2\n  more\nnext: 1', 'password: ***\n  ***\n  ***\nnext: 1'],
    ['  password:\n    "hunter2"\n  next: 1', '  password:\n    ***\n  next: 1'],
    ['  password: "hun\n    ter2"\n  next: 1', '  password: ***\n    ***\n  next: 1'],
    ['[{ password: hunter1 }, { password: hunter2 }]', '[{ password: ***'],
    ['[{ password: { env: A } }, { password: hunter2 }]', '[{ password: { env: A } }, { password: ***'],
    ['- password: &p hunter2', '- password: ***'],
    ['relay: { host: x, password:\n  "hunter2", tls: none }\nnext: 1', 'relay: { host: x, password:\n  ***\nnext: 1'],
    ['relay: { password: "hun\n\n  ter2" }\nnext: 1', 'relay: { password: ***\n\n  ***\nnext: 1'],
    ['relay: { password: hunter2,\n  tls: none }', 'relay: { password: ***\n  tls: none }'],
  ])('%j is %j', (text, shown) => {
    expect(masked(text)).toBe(shown);
  });

  test.each([
    '      password: { env: P }',
    '      password: { file: /run/p }',
    '      password: {env: P}',
    '  password:\n    env: P\n  next: 1',
    'relay: { password:\n  { env: P }, tls: none }',
    '  - { sender: main, percent: 100 } # password: see the wiki',
    '  name: password-reset',
  ])('%j stays', (text) => {
    if (!text.includes('#')) expect(masked(text)).toBe(text);
    else expect(masked(text)).toContain('- { sender: main, percent: 100 }');
  });
});
