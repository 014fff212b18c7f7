import { describe, expect, test } from '@jest/globals';
import { configHint, writeHint } from '../../src/world/files/node-reason.js';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('hints fit the cause', () => {
  test.each([
    ['ENOSPC', /^Free some space/],
    ['EDQUOT', /^Free some space/],
    ['EROFS', /^Remount it read-write, or use a file elsewhere\.$/],
    ['EACCES', /^usual$/],
  ])('a folder that cannot be written: %s', (code, hint) => {
    expect(writeHint(failure(code), 'usual')).toMatch(hint);
  });

  test.each([
    ['EACCES', /chmod u\+r akrelay\.yaml/],
    ['ENOENT', /^Check --config or AKRELAY_CONFIG.*akrelay init$/],
  ])('a config that cannot be read: %s', (code, hint) => {
    expect(configHint(failure(code), 'akrelay.yaml')).toMatch(hint);
  });
});
