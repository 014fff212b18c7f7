import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { widthOf, wrapped } from '../../src/cells.js';
import { type Column, renderTable } from '../../src/render/table.js';
import { safeText } from '../../src/safe-text.js';

const head: readonly Column[] = [
  { title: 'NAME', width: 'kept' },
  { title: 'HOST', width: 'shrinks' },
];
const same = (text: string): string => text;

describe('tables', () => {
  test('columns line up, also with wide and combining characters', () => {
    const rows = [
      ['日本', 'a'],
      ['e\u0301a', 'b'],
      ['main', 'c'],
    ];
    expect(renderTable(head, rows, undefined, same)).toBe('NAME  HOST\n日本  a\ne\u0301a    b\nmain  c\n');
  });

  test('cells cannot steer the terminal', () => {
    expect(renderTable(head, [['a\u001b[31m', 'x\ny']], undefined, same)).not.toMatch(/\u001b|x\ny/);
  });

  test('a narrow terminal cuts the columns that may be cut', () => {
    expect(renderTable(head, [['sendsay-main', 'smtp.gate.sendsay.ru']], 24, same)).toBe(
      'NAME          HOST\nsendsay-main  smtp.gate…\n',
    );
  });

  test('a narrow terminal wraps the columns that are read whole', () => {
    const wrapping: readonly Column[] = [
      { title: 'FIGURE', width: 'kept' },
      { title: 'EXPLAINED BY', width: 'wraps' },
      { title: 'N', width: 'kept' },
    ];
    const rows = [
      ['clicks', 'unsubscribes counted as clicks: 53', '1'],
      ['opens', '', '2'],
    ];
    expect(renderTable(wrapping, rows, 31, same)).toBe(
      `FIGURE  EXPLAINED BY          N
clicks  unsubscribes counted  1
        as clicks: 53
opens                         2
`,
    );
    expect(renderTable(wrapping, rows, 20, same)).toMatch(
      /^FIGURE {8}clicks\nEXPLAINED BY {2}unsubscribes counted as clicks: 53\n/,
    );
  });

  test('where no table fits, a line for each cell', () => {
    expect(
      renderTable(
        head,
        [
          ['sendsay-main', 'smtp.gate.sendsay.ru'],
          ['b', 'c'],
        ],
        18,
        same,
      ),
    ).toBe('NAME  sendsay-main\nHOST  smtp.gate.sendsay.ru\n\nNAME  b\nHOST  c\n');
  });

  test('every line fits where the kept columns allow it; without a terminal nothing is cut', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { maxLength: 8 }),
        fc.integer({ min: 12, max: 90 }),
        (rows, columns) => {
          const lines = renderTable(head, rows, columns, same).split('\n');
          const natural = renderTable(head, rows, undefined, same).split('\n');
          // Where the kept column leaves no room, each cell has a line of its own, whole.
          if (rows.length > 0 && /^NAME {2}(?! *HOST$)/.test(lines[0] ?? ''))
            for (const [, host] of rows) expect(lines.join('\n')).toContain(`HOST  ${safeText(host)}`);
          else for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
          expect(natural.every((line) => !line.includes('…') || rows.flat().some((text) => text.includes('…')))).toBe(
            true,
          );
        },
      ),
    );
  });

  test('wrapped text loses no word', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 40 }), fc.integer({ min: 1, max: 60 }), (text, columns) => {
        expect(wrapped(text, columns).join(' ')).toBe(text);
      }),
    );
  });
});
