import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';

/**
 * Compares text with the file of that name in test/golden. A missing file is written, except on CI;
 * UPDATE_GOLDEN=1 writes all anew: read the difference before committing it.
 */
export function expectGolden(name: string, text: string): void {
  expect(text).toBe(golden(name, () => text));
}

/** The lines of a golden file, for tests of one line each: what fails then is short. */
export function goldenLines(name: string, lines: () => readonly string[]): readonly string[] {
  return golden(name, () => `${lines().join('\n')}\n`).split('\n');
}

function golden(name: string, text: () => string): string {
  const file = path.resolve('test/golden', name);
  if (process.env['UPDATE_GOLDEN'] === '1' || (!existsSync(file) && process.env['CI'] === undefined)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text());
  }
  return readFileSync(file, 'utf8');
}
