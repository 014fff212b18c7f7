import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { redactor } from '../../src/world/secrets/redactor.js';
import { isShort } from '../../src/world/secrets/secret.js';
import { cpuMs } from '../support/cpu-ms.js';
import { cutForms, echoedPasswords, echoForms, leftOf } from '../support/echo-forms.js';
import { leaks } from '../support/leaks.js';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

function knowing(...secrets: readonly string[]): ReturnType<typeof redactor> {
  const one = redactor();
  for (const secret of secrets) one.learn(secret);
  return one;
}

describe('the redactor', () => {
  test.each([...echoForms, ...cutForms].map(({ name, of }) => [name, of] as const))('masks it %s', (_name, of) => {
    const secret = 'S3cr"et/пароль';
    const masked = knowing(secret).mask(`before ${of(secret, 'user')} after`);
    expect(masked).toMatch(/^before .*\*\*\*.* after$/s);
    expect(leaks(masked, secret)).toBe(false);
  });

  test.each(echoedPasswords)('of %j nothing is left in any form', (secret) => {
    const left = echoForms.map(({ name, of }) => [
      name,
      leftOf(knowing(secret).mask(`<<${of(secret, 'user')}>>`), 'user'),
    ]);
    expect(left.filter(([, text]) => text !== '<<>>')).toEqual([]);
  });

  test('no secret of any length survives inside base64 at any offset', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.string(), fc.string(), (secret, before, after) => {
        if (secret.trim().length < 4) return;
        expect(knowing(secret).mask(`said ${base64(before + secret + after)}`)).toBe('said ***');
      }),
    );
  });

  test('whatever the text and the secret, it is not there any more', () => {
    const anything = fc.string({ unit: 'binary', minLength: 1 });
    fc.assert(
      fc.property(anything, anything, (text, secret) => {
        const gap = isShort(secret) ? ' ' : '';
        const masked = knowing(secret).mask(`${text}${gap}${secret}${gap}${text}`);
        // What is masked itself, or is only blanks, may stand there by chance.
        if (!/^[*\s\p{C}]*$/u.test(secret)) expect(masked).not.toContain(`${gap}${secret}${gap}`);
      }),
    );
  });

  test.each([
    [['demo', 'demodemo-long'], 'demodemo-long', '***'],
    [['hunter2'], 'Hun\u200bter2, hunter3', '***, hunter3'],
    [['ab'], 'ab cabbage AB YWI= AHVzZXIAYWI=', '*** cabbage *** *** ***'],
    [['hunter2 '], 'no hunter2', 'no ***'],
    [['\t\u001b'], 'a\t\u001bb', 'a***b'],
    [[], 'hunter2', 'hunter2'],
  ])('knowing %j, %j is shown as %j', (secrets, text, shown) => {
    expect(knowing(...secrets).mask(text)).toBe(shown);
  });

  test.each([
    ['535-5.7.8 no hun\n535 5.7.8 ter2 here', '535-5.7.8 no ***\n535 5.7.8 *** here'],
    ['250-hunter2 \n250 ok', '250-*** \n250 ok'],
    ['535', '535'],
    ['250 2.1.0 5.7.8 hunter2', '250 2.1.0 5.7.8 ***'],
  ])('the reply %j is heard as %j', (reply, heard) => {
    expect(knowing('hunter2', '2.1.0', '250').maskReply(reply, /$^/g)).toBe(heard);
  });

  test('16,384 bytes of anything take less than five seconds', () => {
    const bytes = 16_384;
    for (const piece of ['a', 'QUFB', '%41', '\\x41', '&#65;', '+%3d', '4 1 ', base64(base64(base64('x'))), '=\n']) {
      const start = cpuMs();
      knowing('hunter2hunter2', 'пароль').mask(piece.repeat(bytes / piece.length));
      expect(cpuMs() - start).toBeLessThan(5_000);
    }
  });
});
