import { describe, expect, test } from '@jest/globals';
import { readDateText } from '../../src/trace/hop/received-date.js';

const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

describe('the date of a Received field', () => {
  test.each([
    ['Sat, 21 Nov 2026 13:04:05 +0300', '2026-11-21T10:04:05'],
    ['Sat, 21 Nov 2026 13:04:05 +0300 (MSK)', '2026-11-21T10:04:05'],
    ['Sat,21 Nov 2026 13:04:05 +0300(MSK)', '2026-11-21T10:04:05'],
    ['21 Nov 2026 04:04:05 -0600', '2026-11-21T10:04:05'],
    ['21  NOV  2026  04:34:05  -0530', '2026-11-21T10:04:05'],
    ['21 nov 2026 10:04:05 +0000', '2026-11-21T10:04:05'],
    ['1 Nov 2026 10:04:05 +0000', '2026-11-01T10:04:05'],
    ['Sat, 21 Nov 2026 23:59:60 +0000', '2026-11-22T00:00:00'],
    ['21 Nov 2026 13:04:05+0300', '2026-11-21T10:04:05'],
    ['Sat, 21 Nov 2026 15:49:05 +05:45', '2026-11-21T10:04:05'],
    ['Sat, 21 Nov 2026 04:34:05 -05:30', '2026-11-21T10:04:05'],
    ['Sat, 21 Nov 2026 10:04:05 -2400', '2026-11-22T10:04:05'],
    ['Sat, 21 Nov 2026 10:04:05 +2400', '2026-11-20T10:04:05'],
    ['Sat, 21 Nov 2026 10:04 +0000', '2026-11-21T10:04:00'],
    ['Sat, 21 Nov 2026 9:04:05 +0000', '2026-11-21T09:04:05'],
    ['Sat, 21 Nov 2026 13:04:05 +03:00', '2026-11-21T10:04:05'],
    ['Sat, 21 Nov 2026 13:04:05 GMT+0300', '2026-11-21T10:04:05'],
    ['Sat, 21 Nov 2026 13:04:05 UTC+0300', '2026-11-21T10:04:05'],
    ['Saturday, 21 November 2026 10:04:05 +0000', '2026-11-21T10:04:05'],
    ['Sat, 21-Nov-2026 10:04:05 +0000', '2026-11-21T10:04:05'],
    ['Sat (the (sixth) day), 21 Nov 2026 10:04:05 +0000', '2026-11-21T10:04:05'],
    ['Sat Nov 21 10:04:05 2026 +0000', '2026-11-21T10:04:05'],
    ['Saturday November 21 10:04:05 2026 +0000', '2026-11-21T10:04:05'],
    ['Nov 1 10:04:05 2026 +0000', '2026-11-01T10:04:05'],
    ['2026-11-21 10:04:05.81 +0000 UTC', '2026-11-21T10:04:05'],
    ['2026-11-21 13:04:05 +0300', '2026-11-21T10:04:05'],
    ['21 Nov 49 10:04:05 +0000', '2049-11-21T10:04:05'],
    ['21 Nov 99 10:04:05 +0000', '1999-11-21T10:04:05'],
    ['21 Nov 126 10:04:05 +0000', '2026-11-21T10:04:05'],
    ['1 Jan 1970 00:00:00 +0000', '1970-01-01T00:00:00'],
    ['31 Dec 2199 23:59:59 +0000', '2199-12-31T23:59:59'],
    ['29 Feb 2000 00:00:00 +0000', '2000-02-29T00:00:00'],
    ['29 Feb 2028 00:00:00 +0000', '2028-02-29T00:00:00'],
  ])('%s', (text, at) => {
    expect(readDateText(text)).toEqual({ at: `${at}.000Z`, dateProblem: undefined });
  });

  test.each([
    ['Sat, 21 Nov 2026 10:04:05', '2026-11-21T10:04:05', 'no-zone'],
    ['Sat Nov 21 10:04:05 2026', '2026-11-21T10:04:05', 'no-zone'],
    ['Sat, 21 Nov 2026 10:04:05 gmt', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 10:04:05 UT', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 10:04:05 UTC', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 10:04:05 Z', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 10:04:05 MSK', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 05:04:05 EST', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 06:04:05 EDT', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 04:04:05 CST', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 05:04:05 CDT', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 03:04:05 MST', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 04:04:05 MDT', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 02:04:05 PST', '2026-11-21T10:04:05', 'obsolete-zone'],
    ['Sat, 21 Nov 2026 03:04:05 PDT', '2026-11-21T10:04:05', 'obsolete-zone'],
  ])('%s, %s: %s', (text, at, dateProblem) => {
    expect(readDateText(text)).toEqual({ at: `${at}.000Z`, dateProblem });
  });

  test.each([
    ['Sat, 21 Nov 2026 24:00:00 +0000', 'impossible'],
    ['Sat, 21 Nov 2026 10:60:00 +0000', 'impossible'],
    ['Sat, 21 Nov 2026 10:04:61 +0000', 'impossible'],
    ['Sat, 21 Nov 2026 10:04:05 +2401', 'impossible'],
    ['Sat, 21 Nov 2026 10:04:05 -2401', 'impossible'],
    ['Sat, 0 Nov 2026 10:04:05 +0000', 'impossible'],
    ['31 Dec 1969 23:59:59 +0000', 'impossible'],
    ['1 Jan 2200 00:00:00 +0000', 'impossible'],
    ['29 Feb 2100 00:00:00 +0000', 'impossible'],
    ['29 Feb 2026 00:00:00 +0000', 'impossible'],
    ['21 Nov 50 10:04:05 +0000', 'impossible'],
    ['2026-13-01 10:04:05 +0000', 'impossible'],
    ['Sat, 21 Nov 2026', 'unreadable'],
    ['10:04:05 +0000', 'unreadable'],
    ['21 Nix 2026 10:04:05 +0000', 'unreadable'],
    ['(21 Nov 2026 10:04:05 +0000)', 'unreadable'],
    [`${'x '.repeat(14)}21 Nov 2026 10:04:05 +0000`, 'unreadable'],
  ])('%s: %s', (text, dateProblem) => {
    expect(readDateText(text)).toEqual({ at: undefined, dateProblem });
  });

  test.each(names.map((name, i) => [name, i + 1, lastDays[i] ?? 0] as const))(
    '%s has its days',
    (name, month, last) => {
      const day = (date: number) => readDateText(`${date} ${name} 2026 00:00:00 +0000`).at;
      expect([day(last), day(last + 1)]).toEqual([
        `2026-${String(month).padStart(2, '0')}-${last}T00:00:00.000Z`,
        undefined,
      ]);
    },
  );
});
