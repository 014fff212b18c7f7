import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatReply, outcomeOf, parseReply, queueIdOf } from '../../src/relay/smtp-reply.js';

describe('a reply', () => {
  test.each([
    ['250 2.1.5 Ok', 250, '2.1.5', 'Ok', 'accepted'],
    ['250', 250, undefined, '', 'accepted'],
    ['250-2.0.0 one\n250 2.0.0 two', 250, '2.0.0', 'one two', 'accepted'],
    ['354 Go on', 354, undefined, 'Go on', 'rejected'],
    ['451 4.7.1 Later', 451, '4.7.1', 'Later', 'deferred'],
    ['550 Unknown', 550, undefined, 'Unknown', 'rejected'],
    ['635 6.7.8 issue is blocked', 635, '6.7.8', 'issue is blocked', 'rejected'],
  ])('%j', (raw, replyCode, enhancedStatusCode, text, outcome) => {
    const reply = parseReply(raw);
    expect(reply).toEqual({ replyCode, enhancedStatusCode, text });
    expect(reply && outcomeOf(reply)).toBe(outcome);
  });

  test.each(['', 'hello', '25', '2500 ok', 'HTTP/1.1 200 OK', '199 early', '250-one\nwhat'])('%j is none', (raw) => {
    expect(parseReply(raw)).toBeUndefined();
  });

  test('reads what it writes, and never throws', () => {
    fc.assert(fc.property(fc.string(), (raw) => parseReply(raw) === undefined || parseReply(raw) !== null));
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.stringMatching(/^[a-z]{0,20}$/), (replyCode, text) => {
        const reply = { replyCode, enhancedStatusCode: undefined, text };
        expect(parseReply(formatReply(reply))).toEqual(reply);
      }),
    );
  });
});

describe('the queue id', () => {
  test.each([
    ['250 2.0.0 Ok: queued as 4XyZ123abc', '4XyZ123abc'],
    ['250 OK id=1tE0aB-000Abc-1X', '1tE0aB-000Abc-1X'],
    ['250 2.0.0 4ALHxabc012345 Message accepted for delivery', '4ALHxabc012345'],
    ['250 ok 1700000000 qp 12345', '1700000000 qp 12345'],
    ['250 2.0.0 OK  1700000000 a1b2c3d4-abcdef - gsmtp', 'a1b2c3d4-abcdef'],
    ['250 2.0.0 Ok', undefined],
    ['250 Accepted', undefined],
  ])('%j', (raw, id) => {
    const reply = parseReply(raw);
    expect(reply && queueIdOf(reply)).toBe(id);
  });
});
