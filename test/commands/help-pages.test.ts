import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { commandEntries } from '../../src/command-list.js';
import { topics } from '../../src/help/topics.js';
import { page } from '../../src/render/help.js';
import { plainPaint } from '../../src/render/plain-paint.js';
import { inProcess } from '../support/in-process.js';

const cwd = process.cwd();
const groups = [...new Set(commandEntries.flatMap(({ path }) => (path.length > 1 ? [path.slice(0, 1)] : [])))];

describe('the help of', () => {
  test.each([[], ...groups, ...commandEntries.map(({ path }) => path)].map((path) => [path]))(
    '%j fits 80 columns: examples first, global options in one line, nothing that only scripts call',
    async (path) => {
      const { exit, stdout } = await inProcess([...path, '--help'], { cwd });
      expect(exit).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stdout).toMatch(/^Usage: akrelay[^\n]*\n\n[A-Z][^:]*[\s\S]*?\nExamples:\n {2}[a-z$]/u);
      expect(stdout).toMatch(
        /\n\n(?:Read more \(akrelay help <topic>\): [a-z, -]+\n)?Global options: akrelay help options\n$/,
      );
      expect(stdout).not.toMatch(/suggest|--new-word|--no-input {2}/);
    },
  );

  test.each(['check', 'send', 'verify'])('%s gives the exit codes', async (command) =>
    expect((await inProcess([command, '--help'], { cwd })).stdout).toMatch(/\nExit codes \(.*\):\n {2}0 +[a-z]/),
  );

  test('every topic that is about commands has their help point to it', async () => {
    const told = await Promise.all(
      [...groups, ...commandEntries.map(({ path }) => path)].map(async (path) => {
        const { stdout } = await inProcess([...path, '--help'], { cwd });
        return { path: path.join(' '), names: /^Read more .*: (.*)$/m.exec(stdout)?.[1]?.split(', ') ?? [] };
      }),
    );
    expect(told.filter(({ names }) => names.length === 0).map(({ path }) => path)).toEqual([
      'demo',
      'completion',
      'help',
    ]);
    const general = ['exit-codes', 'ci', 'library', 'options'];
    const named = new Set(told.flatMap(({ names }) => names));
    expect(topics.map(({ name }) => name).filter((name) => !named.has(name))).toEqual(general);
    expect(told.find(({ path }) => path === 'watch')?.names).toContain('watch');
  });

  test.each(topics.map(({ name }) => name))(
    'the topic %s fits 80 columns, and but for its examples 40',
    async (name) => {
      const { exit, stdout } = await inProcess(['help', name], { cwd });
      expect(stdout).not.toMatch(/^Usage:/);
      expect(exit).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      const markdown = readFileSync(`src/help/${name}.md`, 'utf8');
      const inExamples = (markdown.match(/^```.*?^```/gms) ?? []).join('\n');
      const isBroken = (line: string): boolean =>
        line.length > 40 && /\S \S/.test(line) && !inExamples.includes(line.trim());
      // As the view lays it out: the terminal would break a line that is too long once more.
      expect(page(markdown, 40, plainPaint).split('\n').filter(isBroken)).toEqual([]);
      // The terminal knows code by its fence alone.
      expect(markdown.replace(/^```.*?^```/gms, '').match(/^ {4}.*$/gm)).toBeNull();
    },
  );
});
