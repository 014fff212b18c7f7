import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CompareStatistics } from '../../../src/commands/stats/compare.js';
import { compareFigures, type FigureRow } from '../../../src/events/statistics/index.js';
import { element } from '../../../src/render/page/markup.js';
import { pageOf } from '../../../src/render/page/page.js';
import { baseStyle } from '../../../src/render/page/style.js';
import { comparePage } from '../../../src/render/stats/report.js';
import { reportStyle } from '../../../src/render/stats/report-style.js';
import { pathStyle } from '../../../src/render/verify/report/style.js';
import { hostileTexts } from '../../support/pages/hostile-texts.js';
import { tagsIn } from '../../support/pages/tags-in.js';

/** A comparison in which the text stands wherever a stranger can put one. */
function comparisonWith(texts: readonly string[]): CompareStatistics {
  const rows = (sent: number): FigureRow[] =>
    texts.map((issue, n) => ({ issue, issueId: `${n}`, day: '2026-11-02', figures: { sent, clicks: 5 } }));
  const sides = {
    altcraft: {
      source: 'altcraft' as const,
      origins: texts.slice(0, 3),
      rows: rows(10),
      dayOf: 'sending' as const,
      zone: undefined,
    },
    sendsay: { source: 'sendsay' as const, origins: [], rows: rows(9), dayOf: 'sending' as const, zone: undefined },
  };
  const options = { tolerancePercent: 0, today: '2026-11-28', firstDay: undefined, lastDay: undefined };
  const result = compareFigures(sides, options);
  if (result.kind === 'apart') throw new Error('apart');
  const recipients = texts.map((recipient) => ({ measure: 'sent' as const, recipient, altcraft: 1, sendsay: 0 }));
  const none = { altcraft: 0, sendsay: 0 };
  return { ...result.comparison, tolerancePercent: 0, undated: none, copies: none, recipients };
}

describe('markup', () => {
  test('text cannot become markup, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostileTexts)), (text) => {
        const { html } = element('p', { class: text, 'aria-label': text }, text, [text, element('b', {}, text)]);
        expect(tagsIn(html)).toEqual(['p', 'b', 'b', 'p']);
        expect(html.match(/"/g)?.length).toBe(4);
        expect(html).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069\ud800](?![\udc00-\udfff])/);
      }),
    );
  });

  test('pieces in order; an undefined one is none', () => {
    expect(element('p', {}, 'a', undefined, 3, [' & ', element('b', { id: 'x' }, 'c')]).html).toBe(
      '<p>a3 &#38; <b id="x">c</b></p>',
    );
  });
});

describe('a page', () => {
  test('names the hash of its one style, and lets nothing else run or load', async () => {
    const html = await pageOf({ title: '<x>', style: '.a { color: red; }', body: [] });
    const [, css = ''] = /<style>([\s\S]*)<\/style>/.exec(html) ?? [];
    const hash = createHash('sha256').update(css).digest('base64');
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">`,
    );
    expect(html).toContain('<title>&#60;x&#62;</title>');
    // The policy stands before what it is for.
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<title>'));
  });

  test('has no colour but those of the palette', () => {
    const rules = `${baseStyle}${pathStyle}${reportStyle}`.replace(/:root \{[^}]*\}/g, '');
    expect(rules.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|white|black|red|gr[ae]y)\b(?!-)/gi)).toBeNull();
  });

  test.each(['light', 'dark', 'print'])('%s: every text has a contrast of 4.5 or more', (mode) => {
    const blocks = [...baseStyle.matchAll(/:root \{([^}]*)\}/g)].map(([, block = '']) => block);
    const colours = Object.fromEntries(
      [...(blocks[['light', 'dark', 'print'].indexOf(mode)] ?? '').matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
    const pairs = ['ground', 'panel'].flatMap((under) =>
      ['ink', 'quiet', 'good', 'bad', 'warn'].map((over) => [over, under]),
    );
    const marks = ['good', 'bad', 'warn'].flatMap((tone) => [
      [tone, `${tone}-ground`],
      ['ink', `${tone}-ground`],
    ]);
    for (const [over = '', under = ''] of [...pairs, ...marks])
      expect([over, under, contrast(colours[over] ?? '', colours[under] ?? '') >= 4.5]).toEqual([over, under, true]);
    // Bars are graphics (WCAG 1.4.11).
    for (const bar of ['one', 'other'])
      expect(contrast(colours[bar] ?? '', colours['ground'] ?? '')).toBeGreaterThanOrEqual(3);
  });
});

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the page of a comparison', () => {
  test('has hostile names as text only', async () => {
    const harmless = await comparePage(
      comparisonWith(hostileTexts.map((_text, n) => `issue ${String(n).padStart(2, '0')}`)),
    );
    const html = await comparePage(comparisonWith(hostileTexts));
    expect(tagsIn(html).sort()).toEqual(tagsIn(harmless).sort());
    expect(html).not.toMatch(/<script|<img|<iframe|<a |javascript:(?!alert)|\u202e|\u0000|\u001b/);
  });

  test('marks what is not explained, folds the reasons, says what is counted', async () => {
    const html = await comparePage(comparisonWith(['sale']));
    expect(html).toMatch(/<h1 class="bad">NOT EXPLAINED: for 2026-11-02, 1 sent\.<\/h1>/);
    expect(html).toMatch(/<section class="figure finding"><h2>sent<\/h2>[\s\S]*<mark>1 not explained<\/mark>/);
    expect(html).toMatch(/<details><summary>What is counted<\/summary>/);
    expect(html).toContain('<rect width="90.000" height="10"></rect>');
  });

  test('without figures is a sentence', async () => {
    expect(await comparePage(comparisonWith([]))).toContain(
      'CANNOT TELL: Altcraft and Sendsay have no figures for the period.',
    );
  });
});
