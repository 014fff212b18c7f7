import { describe, expect, test } from '@jest/globals';
import { parseVerify } from '../../../src/commands/verify/options.js';
import { AkrelayError } from '../../../src/errors.js';

const plain = {
  files: [],
  namesFrom: undefined,
  folders: 'flat',
  subject: 'message',
  jobs: undefined,
  receivers: [],
  wanted: { kind: 'any' },
  trust: 'stated-or-inferred',
  maxDelayMs: undefined,
  tls: 'any',
  auth: undefined,
};

function options(words: Record<string, unknown>, files: string[] = []) {
  return parseVerify({ args: [files], options: words });
}

describe('the words of verify', () => {
  test.each([
    [{}, plain],
    [
      { recursive: true, strict: true, requireTls: true },
      { ...plain, folders: 'recursive', trust: 'stated', tls: 'required' },
    ],
    [{ sender: 'main' }, { ...plain, wanted: { kind: 'relay', name: 'main' } }],
    [{ relay: 'sendsay' }, { ...plain, wanted: { kind: 'relay', name: 'sendsay' } }],
    [{ files0From: '-' }, { ...plain, namesFrom: '-' }],
    [
      { receiver: ['mx.example.net', '*.example.org', '192.0.2.0/24', '2001:db8::1'] },
      {
        ...plain,
        receivers: [
          { kind: 'name', by: 'mx.example.net' },
          { kind: 'name', by: '*.example.org' },
          { kind: 'network', cidr: '192.0.2.0/24' },
          { kind: 'network', cidr: '2001:db8::1' },
        ],
      },
    ],
    [{ jobs: '4' }, { ...plain, jobs: 4 }],
    [{ attached: true }, { ...plain, subject: 'attached' }],
    [{ maxDelay: '90s' }, { ...plain, maxDelayMs: 90_000 }],
    [{ maxDelay: '1h30m' }, { ...plain, maxDelayMs: 5_400_000 }],
    [{ maxDelay: '2d' }, { ...plain, maxDelayMs: 172_800_000 }],
    [{ maxDelay: '10min' }, { ...plain, maxDelayMs: 600_000 }],
    [{ maxDelay: '250ms' }, { ...plain, maxDelayMs: 250 }],
  ])('%j', (words, expected) => {
    expect(options(words)).toEqual(expected);
  });

  test.each([
    [{ receiver: ['mx.*.net'] }, /--receiver: 'mx\.\*\.net' is not a server name/],
    [{ receiver: ['192.0.2.1/24'] }, /--receiver/],
    [{ receiver: ['192.0.2.256'] }, /--receiver/],
    [{ jobs: '0' }, /--jobs: '0' is not a whole number from 1 to 64/],
    [{ jobs: 'all' }, /--jobs: 'all' is not/],
    [{ maxDelay: '90' }, /--max-delay: '90' is not a duration/],
    [{ maxDelay: '-5s' }, /--max-delay/],
    [{ maxDelay: '' }, /--max-delay/],
    [{ sender: 'a', relay: 'b' }, /--sender and --relay/],
    [{ files0From: '-' }, /--files0-from/, ['a.eml']],
    [{ files0From: '' }, /^--files0-from: '' is not a file path/],
    [{}, /^A file name is empty\.$/, ['a.eml', '']],
  ])('%j is refused', (words, message, files = []) => {
    expect(() => options(words, files)).toThrow(message);
    expect(() => options(words, files)).toThrow(AkrelayError);
  });
});
