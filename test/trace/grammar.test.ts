import { describe, expect, test } from '@jest/globals';
import { accountFor } from '../../src/trace/grammar/account.js';
import { misfitOf } from '../../src/trace/grammar/misfit.js';
import { compileBeginning, compileTemplate, fixedTexts, flattened, holds } from '../../src/trace/grammar/template.js';
import { allRows } from '../../src/trace/grammar/writers.js';
import { receivedRows } from '../support/corpus.js';

function slotsOf(template: string, line: string): Readonly<Record<string, string>> | undefined {
  const { match: matchOf, slots } = compileTemplate(template);
  const match = matchOf(line);
  return match === null
    ? undefined
    : Object.fromEntries(slots.flatMap((name, i) => (match[i + 1] === undefined ? [] : [[name, match[i + 1] ?? '']])));
}

describe('a template', () => {
  test.each([
    ['from <ehlo> by <host>', 'from a.example by mx.example', { ehlo: 'a.example', host: 'mx.example' }],
    ['from <ehlo> by <host>', 'FROM a.example  BY\tmx.example', { ehlo: 'a.example', host: 'mx.example' }],
    ['from <ehlo> by <host>', 'from a.example by mx.example with SMTP', undefined],
    ['by <host>{ id <id>}', 'by mx.example', { host: 'mx.example' }],
    ['by <host>{ id <id>}', 'by mx.example id 7', { host: 'mx.example', id: '7' }],
    ['by <host> {with <with>|via <via>}!', 'by mx.example via HTTP', { host: 'mx.example', via: 'HTTP' }],
    ['by <host>{ (<words>)}*', 'by mx.example (a) (b c)', { host: 'mx.example' }],
    [
      'by <host> (<software=Postfix[^()]*>)',
      'by mx.example (Postfix/x)',
      { host: 'mx.example', software: 'Postfix/x' },
    ],
    [
      'from ([<address>] helo=<ehlo:helo>)',
      'from ([192.0.2.1] helo=[192.0.2.2])',
      { address: '192.0.2.1', ehlo: '[192.0.2.2]' },
    ],
    ['from [<address>]', 'from [IPv6:2001:db8::1]', { address: '2001:db8::1' }],
    ['for <for>', 'for <"a) (Exim 4.98"@example.net>', { for: '<"a) (Exim 4.98"@example.net>' }],
    ['for <for>', 'for <a) (Exim 4.98>', undefined],
  ])('%s · %s', (template, line, expected) => {
    expect(slotsOf(template, line)).toEqual(expected);
  });

  test.each(['<nothing>', 'from <ehlo:nothing>'])('%s names no slot', (template) => {
    expect(() => compileTemplate(template)).toThrow('no slot is called');
  });

  test.each([
    ['from <ehlo> by <host>', 'from a.example x', 'from a.example '],
    ['from <ehlo> by <host>', 'to a.example', ''],
    ['from <ehlo>{ (x)} by <host>', 'from a (x) by', 'from a (x) by'],
  ])('as far as it fits: %s · %s', (template, line, fits) => {
    expect(compileBeginning(template).exec(line)?.[0]).toBe(fits);
  });
});

describe('the texts that every line of a template holds', () => {
  test.each([
    ['from <ehlo> ([<address>]) by <host>', ['from ', ' ([', ']) by ']],
    ['{from <ehlo> }by <host>{ id <id>} ; x', ['', 'by ', ' ; x']],
    ['<host>{ (a)}* {b|c}! D', ['', ' d']],
  ])('%s', (template, texts) => {
    expect(fixedTexts(template)).toEqual(texts);
  });

  test('a line that a template fits holds them', () => {
    const lines = receivedRows().map(({ header }) => header.replace(/^received:/i, '').trim());
    const fitting = allRows().flatMap(({ line: template }) => {
      const { match } = compileTemplate(template);
      return lines
        .filter((line) => match(line) !== null)
        .map((line) => [fixedTexts(template), flattened(line)] as const);
    });
    expect(fitting.length).toBeGreaterThan(300);
    expect(fitting.filter(([texts, line]) => !holds(texts, line))).toEqual([]);
  });
});

describe('the grammars', () => {
  const lines = receivedRows().map(({ header }) => header.replace(/^\s*(?:Received\s*:)?\s*/i, '').trimEnd());

  test.each(allRows().map(({ grammar, line }) => [grammar.writer, line] as const))(
    '%s: %s: the corpus has such a line',
    (_writer, line) => {
      const { match } = compileTemplate(line);
      expect(lines.some((one) => match(one) !== null)).toBe(true);
    },
  );

  test.each(allRows().map(({ grammar }) => [grammar.writer, grammar] as const))(
    '%s: where its format stands is said, and no mark stands in every line',
    (_writer, { source, marks = [] }) => {
      expect(source).toMatch(/\w{2}/);
      for (const mark of marks) expect(mark).toMatch(/^\S.+$/);
    },
  );
});

describe('the account of a line', () => {
  test.each([
    ['from a (b [192.0.2.1]) by mx (Postfix) with ESMTP id 1', 'postfix', '192.0.2.1'],
    ['from a (b [192.0.2.1]) by mx with ESMTP id 1', 'generic', '192.0.2.1'],
    ['from a ([192.0.2.1] [192.0.2.1]) by mx with ESMTP id 1', 'intermail', '192.0.2.1'],
    ['from [192.0.2.1] (helo=x) by mx with esmtp id 1', 'exim-like', '192.0.2.1'],
    ['by mx (Postfix) id 1', 'postfix', undefined],
  ])('%s', (line, writer, address) => {
    const account = accountFor(line);
    expect(account).toMatchObject({ grammar: { writer }, address });
  });

  test.each([
    'from a ([192.0.2.1] [192.0.2.2]) by mx with ESMTP id 1',
    'from a (b [192.0.2.256]) by mx with ESMTP id 1',
    'from a (b [192.0.2.1]) (c [192.0.2.2]) by mx with ESMTP id 1',
    'from a (b [192.0.2.1]) by mx (Postfix) with ESMTP id 1 for <a) by x>',
    `from a (b [192.0.2.1]) by mx with ESMTP id 1${' '.repeat(9_000)}`,
    '',
  ])('none: %s', (line) => {
    expect(accountFor(line)).toBeUndefined();
  });

  test('tells where its texts stand', () => {
    const line = 'from a (b [192.0.2.1]) by mx (Postfix) with ESMTP id 1';
    const account = accountFor(line);
    const places = account === undefined || account === 'several' ? {} : account.places();
    const texts = Object.entries(places).map(([name, { start, end }]) => [name, line.slice(start, end)]);
    expect(Object.fromEntries(texts)).toEqual({
      ehlo: 'a',
      name: 'b',
      address: '192.0.2.1',
      host: 'mx',
      software: 'Postfix',
      with: 'ESMTP',
      id: '1',
    });
  });
});

describe('the piece that does not fit', () => {
  test.each([
    ['from a (b [192.0.2.1]) (c [192.0.2.2]) by mx with ESMTP', '(c'],
    ['from a (b [192.0.2.1]) by mx (Postfix) with ESMTP id 1 nonsense; x', 'nonsense;'],
    ['nonsense', 'nonsense'],
    ['from a (b [192.0.2.1])', ''],
    ['  hello', 'hello'],
  ])('%s', (line, piece) => {
    const { start, end } = misfitOf(line);
    expect(line.slice(start, end)).toBe(piece);
  });
});
