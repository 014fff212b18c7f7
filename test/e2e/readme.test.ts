import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { exitCodes } from '../../src/exit-code.js';
import { rerun } from '../support/readme.js';

const readme = readFileSync('README.md', 'utf8');

describe('the README', () => {
  test('shows what its commands print', () => {
    // The blocks are typed into sh.
    if (process.platform === 'win32') return;
    expect(readme).toContain('```console\n$ akrelay');
    expect(rerun(readme).split('\n')).toEqual(readme.split('\n'));
  });

  test('gives every exit code with its meaning', () => {
    const table = readme.slice(readme.indexOf('## Exit codes')).split('\n## ')[0] ?? '';
    const rows = [...table.matchAll(/^\| (\d+) \| (.*?) \|$/gm)].map(([, code, meaning]) => ({
      code: Number(code),
      meaning,
    }));
    expect(rows).toEqual(Object.values(exitCodes));
  });
});
