import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { safeJson, safeText } from '../src/safe-text.js';

describe('text from outside', () => {
  test.each([
    ['plain text, even ~ and "', 'plain text, even ~ and "'],
    ['Привет, 世界', 'Привет, 世界'],
    ['a\nb\tc\r\u0000', 'a\\u{a}b\\u{9}c\\u{d}\\u{0}'],
    ['\u001b[2J\u009b31m\u007f', '\\u{1b}[2J\\u{9b}31m\\u{7f}'],
    ['user\u202egnp.exe', 'user\\u{202e}gnp.exe'],
    ['pay\u200bpal\u00ad\ufeff', 'pay\\u{200b}pal\\u{ad}\\u{feff}'],
    ['\ud800 alone', '\\u{d800} alone'],
    ['tag \u{e0041}', 'tag \\u{e0041}'],
    ['a face 😀 stays', 'a face 😀 stays'],
  ])('%j is shown as %s', (text, shown) => expect(safeText(text)).toBe(shown));

  test('JSON means the same, and hides nothing', () => {
    const anything = fc.jsonValue({ stringUnit: 'binary' });
    fc.assert(
      fc.property(anything, fc.constantFrom(0, 2), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        const safe = safeJson(json);
        expect(JSON.parse(safe)).toEqual(JSON.parse(json));
        expect(safeText(safe.replaceAll('\n', ''))).toBe(safe.replaceAll('\n', ''));
      }),
    );
  });
});
