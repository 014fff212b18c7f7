import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { completions, openShell } from '../support/shell.js';
import { key, type Terminal } from '../support/terminal.js';

describe.each(['zsh', 'fish'] as const)('in a real %s', (shell) => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = await openShell(shell);
  });
  afterAll(() => terminal.end());

  test.each(completions)('%s', async (typed, completed) => {
    terminal.types(`${typed}${key.tab}`);
    await terminal.sees(completed[shell]);
    terminal.types(key.ctrlU);
  });
});
