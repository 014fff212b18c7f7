import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redactor } from '../../src/world/secrets/redactor.js';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

describe('the redactor', () => {
  const secret = 'S3cr"et/пароль';
  test.each([
    ['the secret', secret],
    ['in JSON', JSON.stringify({ said: secret })],
    ['in a URL', `https://x/?k=${encodeURIComponent(secret)}`],
    ['AUTH LOGIN', base64(secret)],
    ['AUTH PLAIN, offset 0', base64(`\0ab\0\0\0${secret}`)],
    ['AUTH PLAIN, offset 1', base64(`\0user12\0${secret}x`)],
    ['AUTH PLAIN, offset 2', base64(`\0us\0a${secret}`)],
    ['bytes read as Latin-1', Buffer.from(secret).toString('latin1')],
    ['hexadecimal', Buffer.from(secret).toString('hex')],
  ])('masks it: %s', (_form, text) => {
    const { learn, redact } = redactor();
    learn(secret);
    const masked = redact(`before ${text} after`);
    expect(masked).toContain('***');
    expect(masked).not.toContain(secret);
    expect(Buffer.from(masked.split(' ')[1] ?? '', 'base64').toString()).not.toContain('пароль');
  });

  test('JSON stays JSON, also when the secret is a number or a bracket', () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ minLength: 1, maxLength: 4 }), (json, short) => {
        const { learn, redact } = redactor();
        learn(short);
        const shown = redact(`{"value":${json}}\n`);
        expect(() => JSON.parse(shown)).not.toThrow();
      }),
    );
  });

  test('no secret of any length survives inside base64 at any offset', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (secret, before, after) => {
        const { learn, redact } = redactor();
        learn(secret);
        const masked = redact(`said ${base64(before + secret + after)}`);
        expect(masked).toContain('***');
      }),
    );
  });

  test('a secret that contains another is masked whole', () => {
    const { learn, redact } = redactor();
    learn('demo');
    learn('demodemo-long');
    expect(redact('demodemo-long')).toBe('***');
  });
});
