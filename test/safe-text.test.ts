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

describe('what a CI would take for a command', () => {
  test.each([
    ['::error::1', '\\u{3a}:error::1'],
    ['::set-output name=x::1', '\\u{3a}:set-output name=x::1'],
    ['  ::ERROR file=x::y z', '  \\u{3a}:ERROR file=x\\u{3a}:y z'],
    ['x::error::1', 'x\\u{3a}:error::1'],
    ['::stop-commands', '\\u{3a}:stop-commands'],
    ['##[error]x', '\\u{23}#[error]x'],
    ['a ##vso[task.setvariable]b', 'a \\u{23}#vso[task.setvariable]b'],
    ['##teamcity[x]', '\\u{23}#teamcity[x]'],
  ])('%j is shown as %s', (text, shown) => expect(safeText(text)).toBe(shown));

  test.each(['::1', '[::ffff:192.0.2.1]', 'fe80::abcd is local', '2001:db8::25', 'a::', '## title', '# [x]'])(
    '%j stays',
    (text) => expect(safeText(text)).toBe(text),
  );

  test('JSON shows none of it at a place that matters, and means the same', () => {
    const json = JSON.stringify({ said: '##[error]x ::error::y \u202e\u009b' }, null, 2);
    expect(safeJson(json)).not.toMatch(/##\w*\[|^\s*::|[\u0080-\uffff]/m);
    expect(JSON.parse(safeJson(json))).toEqual(JSON.parse(json));
  });
});
