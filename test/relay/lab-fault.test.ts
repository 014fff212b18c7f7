import { describe, expect, test } from '@jest/globals';
import { faultWords, readFaultWord } from '../../src/relay/lab-fault.js';
import { labStages } from '../../src/relay/lab-script.js';
import { sessionStages, stopStages } from '../../src/relay/smtp-stage.js';

describe('a word of --fault', () => {
  test.each([
    [
      'rcpt-451@2',
      { kind: 'at', fault: { at: 'rcpt', nth: 2, act: { kind: 'say', bytes: '451 4.0.0 Scripted fault\r\n' } } },
    ],
    [
      'auth-3-535',
      { kind: 'at', fault: { at: 'auth-3', act: { kind: 'say', bytes: '535 5.0.0 Scripted fault\r\n' } } },
    ],
    ['dot-635', { kind: 'at', fault: { at: 'dot', act: { kind: 'say', bytes: '635 Scripted fault\r\n' } } }],
    ['drop-after-dot', { kind: 'at', fault: { at: 'dot', act: { kind: 'close' } } }],
    ['stall-at-greeting', { kind: 'at', fault: { at: 'greeting', act: { kind: 'stall' } } }],
    [
      'greeting-421@1',
      { kind: 'at', fault: { at: 'greeting', nth: 1, act: { kind: 'say', bytes: '421 4.0.0 Scripted fault\r\n' } } },
    ],
    ['close-at-text', { kind: 'at', fault: { at: 'text', act: { kind: 'close' } } }],
    ['stall-at-connect', { kind: 'at', fault: { at: 'greeting', act: { kind: 'stall' } } }],
    [
      'garbage-at-ehlo@1',
      { kind: 'at', fault: { at: 'ehlo', nth: 1, act: { kind: 'say', bytes: 'this is no reply\r\n' } } },
    ],
    ['no-auth', { kind: 'no-auth' }],
    ['cert-expired', { kind: 'certificate', certificate: 'expired' }],
    ['rcpt', undefined],
    ['rcpt-45', undefined],
    ['rcpt-951', undefined],
    ['rcpt-451@0', undefined],
    ['close-at-dot@0', undefined],
    ['close-at-nowhere', undefined],
    ['cert-good', undefined],
    ['', undefined],
  ])('%j', (word, fault) => {
    expect(readFaultWord(word)).toEqual(fault);
  });
});

describe('one vocabulary for the stages of a session', () => {
  const known: readonly string[] = sessionStages;
  // The second and third line of a login are parts of its stage.
  test('--fault', () => expect(labStages.filter((word) => !known.includes(word.replace(/-[23]$/, '')))).toEqual([]));
  test('--stop-after', () => expect(stopStages.filter((word) => !known.includes(word))).toEqual([]));

  test('every fault that completion offers is one', () => {
    expect(faultWords.length).toBeGreaterThan(100);
    expect(faultWords.filter((word) => readFaultWord(word) === undefined)).toEqual([]);
  });
});
