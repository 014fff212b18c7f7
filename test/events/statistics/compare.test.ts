import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EventSource } from '../../../src/events/index.js';
import {
  type Comparison,
  compareFigures,
  type FigureRow,
  type Figures,
  type Measure,
  measures,
  type SideFigures,
} from '../../../src/events/statistics/index.js';

const day = '2026-11-02';
const row = (figures: Figures, more: Partial<FigureRow> = {}): FigureRow => ({
  issue: 'sale',
  issueId: '',
  day,
  figures,
  ...more,
});
const side = (source: EventSource, rows: readonly FigureRow[], more: Partial<SideFigures> = {}): SideFigures => ({
  source,
  origins: [`${source}.csv`],
  rows,
  dayOf: 'sending',
  zone: undefined,
  ...more,
});
const usual = { tolerancePercent: 0, today: '2026-11-28', firstDay: undefined, lastDay: undefined };

function compared(
  altcraft: readonly FigureRow[] | SideFigures,
  sendsay: readonly FigureRow[] | SideFigures,
  options: Partial<Parameters<typeof compareFigures>[1]> = {},
): Comparison {
  const sides = {
    altcraft: 'rows' in altcraft ? altcraft : side('altcraft', altcraft),
    sendsay: 'rows' in sendsay ? sendsay : side('sendsay', sendsay),
  };
  const result = compareFigures(sides, { ...usual, ...options });
  if (result.kind === 'apart') throw new Error('apart');
  return result.comparison;
}

const total = ({ totals }: Comparison, measure: Measure) => totals.find((line) => line.measure === measure);
const explainedOf = (comparison: Comparison, measure: Measure): string =>
  [
    ...(total(comparison, measure)?.explained ?? []).map(({ id, events, weight }) => `${events} ${id} ${weight}`),
    `${total(comparison, measure)?.unexplained} left`,
  ].join(', ');

describe('what explains a difference', () => {
  test.each<[string, Figures, Figures, Measure, string]>([
    ['equal', { clicks: 7 }, { clicks: 7 }, 'clicks', '0 left'],
    [
      'an unsubscribe is a click in Sendsay',
      { clicks: 100, unsubscribes: 12 },
      { clicks: 112, unsubscribes: 0 },
      'clicks',
      '12 unsubscribe-clicks documented, 0 left',
    ],
    [
      'and is no unsubscribe there',
      { clicks: 100, unsubscribes: 12 },
      { clicks: 112, unsubscribes: 0 },
      'unsubscribes',
      '12 unsubscribe-clicks documented, 0 left',
    ],
    [
      'some came through the header',
      { clicks: 100, unsubscribes: 12 },
      { clicks: 109, unsubscribes: 0 },
      'unsubscribes',
      '9 unsubscribe-clicks documented, 3 list-unsubscribe documented, 0 left',
    ],
    [
      'more clicks than unsubscribes explain',
      { clicks: 100, unsubscribes: 12 },
      { clicks: 120 },
      'clicks',
      '12 unsubscribe-clicks documented, 8 left',
    ],
    ['fewer clicks in Sendsay have no cause', { clicks: 100, unsubscribes: 12 }, { clicks: 90 }, 'clicks', '10 left'],
    [
      'unique clicks too',
      { uniqueClicks: 50, unsubscribes: 4 },
      { uniqueClicks: 53 },
      'uniqueClicks',
      '3 unsubscribe-clicks documented, 0 left',
    ],
    [
      'the spam button',
      { unsubscribes: 2, complaints: 5 },
      { unsubscribes: 6 },
      'unsubscribes',
      '4 spam-button documented, 0 left',
    ],
    ['complaints are not known', { unsubscribes: 2 }, { unsubscribes: 6 }, 'unsubscribes', '4 left'],
    [
      'an open that a click stands for',
      { opens: 100, uniqueClicks: 3 },
      { opens: 98 },
      'opens',
      '2 open-by-click documented, 0 left',
    ],
    ['the other way round', { opens: 98, uniqueClicks: 3 }, { opens: 100 }, 'opens', '2 left'],
    [
      '0.02 % of Altcraft',
      { delivered: 10_000 },
      { delivered: 9_997 },
      'delivered',
      '2 altcraft-inaccuracy documented, 1 left',
    ],
    ['0.02 % of less than 5,000 is nothing', { delivered: 4_999 }, { delivered: 4_998 }, 'delivered', '1 left'],
  ])('%s', (_name, altcraft, sendsay, measure, said) => {
    expect(explainedOf(compared([row(altcraft)], [row(sendsay)]), measure)).toBe(said);
  });

  test('clicks whose links were seen count, not those that might be', () => {
    const sendsay = row({ clicks: 112, unsubscribes: 0 }, { unsubscribeClicks: 9 });
    const comparison = compared([row({ clicks: 100, unsubscribes: 12 })], [sendsay]);
    expect(explainedOf(comparison, 'clicks')).toBe('9 unsubscribe-clicks counted, 3 left');
    expect(explainedOf(comparison, 'unsubscribes')).toBe(
      '9 unsubscribe-clicks counted, 3 list-unsubscribe documented, 0 left',
    );
  });

  test('and where fewer of them show in the difference, other clicks are missing', () => {
    const sendsay = (clicks: number) => [row({ clicks }, { unsubscribeClicks: 7 })];
    const altcraft = [row({ clicks: 35, unsubscribes: 9 })];
    expect(explainedOf(compared(altcraft, sendsay(42)), 'clicks')).toBe('7 unsubscribe-clicks counted, 0 left');
    expect(explainedOf(compared(altcraft, sendsay(41)), 'clicks')).toBe('7 unsubscribe-clicks counted, 1 left');
    expect(explainedOf(compared(altcraft, sendsay(35)), 'clicks')).toBe('7 unsubscribe-clicks counted, 7 left');
  });

  test.each<[Measure, Figures, Figures, string[]]>([
    ['delivered', { delivered: 10 }, { delivered: 12 }, ['spam-folder']],
    ['delivered', { delivered: 12 }, { delivered: 10 }, []],
    ['clicks', { clicks: 10 }, { clicks: 12 }, ['bot-filter']],
    ['unsubscribes', { unsubscribes: 1 }, { unsubscribes: 2 }, ['spam-button']],
  ])('%s: possible causes cover nothing', (measure, altcraft, sendsay, possible) => {
    const comparison = compared([row(altcraft)], [row(sendsay)]);
    expect([comparison.verdict, total(comparison, measure)?.possible]).toEqual(['unexplained', possible]);
  });

  test('unique figures of several issues, one of Sendsay’s a day', () => {
    const altcraft = [row({ uniqueOpens: 60 }, { issue: 'a' }), row({ uniqueOpens: 30 }, { issue: 'b' })];
    const gate = (uniqueOpens: number) => [row({ uniqueOpens }, { issue: 'gate 2026-11-02' })];
    expect(explainedOf(compared(altcraft, gate(70)), 'uniqueOpens')).toBe('20 unique-sums documented, 0 left');
    expect(explainedOf(compared(altcraft, gate(50)), 'uniqueOpens')).toBe('30 unique-sums documented, 10 left');
    expect(explainedOf(compared(altcraft, gate(99)), 'uniqueOpens')).toBe('9 left');
  });
});

describe('the verdict', () => {
  const cut = (sendsay: number, options: object) =>
    compared([row({ sent: 1_000 })], [row({ sent: sendsay })], options).verdict;
  test.each<[number, object, string]>([
    [1_000, {}, 'explained'],
    [999, {}, 'unexplained'],
    [999, { tolerancePercent: 0.1 }, 'explained'],
    [998, { tolerancePercent: 0.1 }, 'unexplained'],
    // 1,000 * 32.3 / 100 is a little less than 323 for a machine.
    [677, { tolerancePercent: 32.3 }, 'explained'],
    [676, { tolerancePercent: 32.3 }, 'unexplained'],
    [990, { today: '2026-11-04' }, 'early'],
    [990, { today: '2026-11-05' }, 'unexplained'],
    [1_000, { today: '2026-11-02' }, 'explained'],
    [1_000, { firstDay: '2026-11-03', lastDay: '2026-11-09' }, 'unknown'],
  ])('%d of 1,000 with %j is %s', (sendsay, options, verdict) => {
    expect(cut(sendsay, options)).toBe(verdict);
  });

  test('is unknown where the two count different things, or a side counts nothing', () => {
    expect(compared([row({ sent: 1 })], [row({ opens: 1 })]).verdict).toBe('unknown');
    expect(compared([], [row({ opens: 1 })])).toMatchObject({ verdict: 'unknown', period: undefined, totals: [] });
  });

  test('more here and less there do not cancel out', () => {
    const rows = (a: number, b: number) => [row({ sent: a }), row({ sent: b }, { day: '2026-11-03' })];
    const comparison = compared(rows(10, 10), rows(12, 8));
    expect(total(comparison, 'sent')).toMatchObject({ altcraft: 20, sendsay: 20, difference: 0, unexplained: 4 });
    expect(comparison.verdict).toBe('unexplained');
  });

  test('a day on which one side has nothing is a difference, one outside the common days is left out', () => {
    const on = (n: number) => row({ sent: 5 }, { day: `2026-11-0${n}` });
    const comparison = compared([on(1), on(2), on(3), on(4)], [on(2), on(4), on(5)]);
    expect(comparison).toMatchObject({
      period: { firstDay: '2026-11-02', lastDay: '2026-11-04' },
      leftOut: [
        { source: 'sendsay', rows: 1, firstDay: '2026-11-05' },
        { source: 'altcraft', rows: 1, firstDay: '2026-11-01', lastDay: '2026-11-01' },
      ],
    });
    expect(explainedOf(comparison, 'sent')).toBe('5 left');
  });

  test('no day in common', () => {
    const sides = {
      altcraft: side('altcraft', [row({ sent: 1 })]),
      sendsay: side('sendsay', [row({ sent: 1 }, { day: '2026-12-01' })]),
    };
    expect(compareFigures(sides, usual)).toEqual({
      kind: 'apart',
      days: { altcraft: [day, day], sendsay: ['2026-12-01', '2026-12-01'] },
    });
  });
});

describe('issues are paired', () => {
  test('by name, or Altcraft’s id; the rest of a day together', () => {
    const altcraft = [
      row({ sent: 1 }, { issue: 'sale' }),
      row({ sent: 2 }, { issue: 'Осень', issueId: '137' }),
      row({ sent: 4 }, { issue: 'x' }),
    ];
    const sendsay = [
      row({ sent: 1 }, { issue: 'sale' }),
      row({ sent: 2 }, { issue: '137', issueId: '9' }),
      row({ sent: 4 }, { issue: 'SMTP' }),
    ];
    const { groups, verdict } = compared(altcraft, sendsay);
    expect(groups.map(({ issue, issues }) => [issue, issues.altcraft, issues.sendsay])).toEqual([
      ['137', ['Осень'], ['137']],
      ['sale', ['sale'], ['sale']],
      [undefined, ['x'], ['SMTP']],
    ]);
    expect(verdict).toBe('explained');
  });

  const on = (n: number, issue: string, figures: Figures) =>
    row({ sent: 0, opens: 0, ...figures }, { issue, day: `2026-11-0${n}` });
  const events = [
    on(1, 'old', { sent: 100 }),
    on(2, 'old', { opens: 7 }),
    on(2, 'new', { sent: 50, opens: 5 }),
    on(4, 'new', { opens: 3 }),
    on(3, 'next', { sent: 9 }),
  ];
  const exported = (...names: string[]) => [
    on(1, names[0] ?? '', { sent: 100, opens: 7 }),
    on(2, names[1] ?? '', { sent: 50, opens: 8 }),
    on(3, names[2] ?? '', { sent: 9 }),
  ];
  test.each([
    ['names on both sides', events, exported('old', 'new', 'next'), ['day', 'issue']],
    ['one issue a day in Sendsay', events, exported('g1', 'g2', 'g3'), ['day', 'issue']],
    ['events from the first day on', events.slice(1), exported('g1', 'g2', 'g3'), ['day', 'issue']],
  ])('with all that came of an issue of the period, and nothing of others: %s', (_name, altcraft, sendsay, reasons) => {
    const period = { firstDay: '2026-11-02', lastDay: '2026-11-02' };
    const comparison = compared(side('altcraft', altcraft, { dayOf: 'event' }), sendsay, period);
    expect([comparison.verdict, total(comparison, 'opens')?.altcraft]).toEqual(['explained', 8]);
    expect(comparison.leftOut.filter(({ source }) => source === 'altcraft').map(({ reason }) => reason)).toEqual(
      reasons,
    );
  });

  test('an issue that is sent every day is counted by its days', () => {
    const daily = [
      on(1, 'daily', { sent: 5, opens: 1 }),
      on(2, 'daily', { sent: 5, opens: 2 }),
      on(3, 'daily', { sent: 5 }),
    ];
    const period = { firstDay: '2026-11-02', lastDay: '2026-11-02' };
    const gate = [on(2, 'g2', { sent: 5, opens: 2 })];
    expect(compared(side('altcraft', daily, { dayOf: 'event' }), gate, period).verdict).toBe('explained');
  });

  test('over all days, where the sides mean different days', () => {
    const altcraft = side('altcraft', [row({ clicks: 3 }), row({ clicks: 2 }, { day: '2026-11-03' })], {
      dayOf: 'event',
    });
    const sendsay = side('sendsay', [row({ clicks: 5 })]);
    const { groups } = compared(altcraft, sendsay, { firstDay: day, lastDay: '2026-11-03' });
    expect(groups.map(({ day: on, issue, lines }) => [on, issue, lines[0]?.difference])).toEqual([
      [undefined, 'sale', 0],
    ]);
  });
});

const figures = fc.record(Object.fromEntries(measures.map((measure) => [measure, fc.nat(50)])), { requiredKeys: [] });
const rows = fc.array(
  fc.record({
    issue: fc.constantFrom('a', 'b', 'c', ''),
    issueId: fc.constantFrom('', '1'),
    day: fc.constantFrom('2026-11-01', '2026-11-02', '2026-11-03'),
    figures: figures as fc.Arbitrary<Figures>,
  }),
  { minLength: 1, maxLength: 8 },
);

test('groups make up the totals, where each side counts the same everywhere', () => {
  const counting = (side: readonly FigureRow[], what: readonly Measure[]) =>
    side.map((row) => ({ ...row, figures: Object.fromEntries(what.map((one) => [one, row.figures[one] ?? 0])) }));
  fc.assert(
    fc.property(
      rows,
      rows,
      fc.subarray([...measures]),
      fc.subarray([...measures]),
      (altcraft, sendsay, ours, theirs) => {
        const period = { firstDay: '2026-11-01', lastDay: '2026-11-03' };
        const { groups, totals } = compared(counting(altcraft, ours), counting(sendsay, theirs), period);
        for (const { measure, difference } of totals) {
          const lines = groups.flatMap((group) => group.lines.filter((line) => line.measure === measure));
          const isOnBoth = ours.includes(measure) && theirs.includes(measure);
          expect(lines.every((line) => (line.difference !== undefined) === isOnBoth)).toBe(true);
          expect(difference).toBe(isOnBoth ? lines.reduce((sum, line) => sum + (line.difference ?? 0), 0) : undefined);
        }
      },
    ),
  );
});

test('parts always make up the whole', () => {
  fc.assert(
    fc.property(rows, rows, (altcraft, sendsay) => {
      const period = { firstDay: '2026-11-01', lastDay: '2026-11-03' };
      const { groups } = compared(altcraft, sendsay, period);
      for (const { lines } of groups)
        for (const { difference = 0, explained, unexplained } of lines) {
          expect(explained.reduce((sum, { events }) => sum + events, unexplained)).toBe(Math.abs(difference));
          expect(explained.every(({ events }) => events > 0) && unexplained >= 0).toBe(true);
        }
    }),
  );
});
