import { getEventListeners } from 'node:events';
import { afterAll, describe, expect, test } from '@jest/globals';
import { askWeb, responseTo, type WebRequest } from '../../../src/world/web/ask-web.js';
import { retryAfterMs } from '../../../src/world/web/retry-after.js';
import { startEarlyAnswers } from '../../support/events/early-answers.js';

const early = await startEarlyAnswers();
afterAll(() => early.close());

function request(name: string, more: Partial<WebRequest> = {}): WebRequest {
  return {
    url: early.urls[name] ?? '',
    method: 'POST',
    headers: {},
    body: Buffer.alloc(10 * 1024 * 1024, 'x'),
    pace: 'at-once',
    caPem: early.caPem,
    timeoutMs: 10_000,
    cancelled: new AbortController().signal,
    mask: (text) => text,
    ...more,
  };
}

describe('an answer before the whole body was sent counts: the server', () => {
  test.each(Object.keys(early.urls))('%s', async (name) => {
    const paces = Array.from({ length: 8 }, (): WebRequest['pace'] => 'at-once').concat({ slowMs: 20 });
    for (const pace of paces)
      expect(await askWeb(request(name, { pace }))).toMatchObject({ kind: 'answered', status: 404, text: 'none\n' });
  });

  test.each(Object.keys(early.urls))('%s, and the rest is written at once, nobody waits on', async (name) => {
    const { signal } = new AbortController();
    const slow = request(name, { body: Buffer.alloc(1_000), pace: { slowMs: 600_000 } });
    const response = await responseTo(slow, signal);
    // The request itself ends with the signal.
    expect([response.statusCode, getEventListeners(signal, 'abort').length <= 1]).toEqual([404, true]);
    for await (const _ of response);
    response.destroy();
  });
});

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sat, 28 Nov 2026 10:02:00 GMT', 120_000],
  ['Saturday, 28-Nov-26 10:00:01 GMT', 1_000],
  ['Fri, 27 Nov 2026 10:00:00 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['1e9', undefined],
  ['9999999999', undefined],
  ['Sat, 99 Nov 2026 10:02:00 GMT', undefined],
  ['28 Nov 2026', undefined],
])('Retry-After: %s', (value, ms) => {
  expect(retryAfterMs(value, new Date('2026-11-28T10:00:00Z'))).toBe(ms);
});
