import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';

/**
 * Compares text with the file of that name in test/golden. A missing file is written, except on CI;
 * UPDATE_GOLDEN=1 writes all anew: read the difference before committing it.
 */
export function expectGolden(name: string, text: string): void {
  const file = path.resolve('test/golden', name);
  if (process.env['UPDATE_GOLDEN'] === '1' || (!existsSync(file) && process.env['CI'] === undefined)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
