import type { EventSource } from '../mail-event.js';
import type { Figures, Measure } from './figures.js';

/**
 * `counted`: each event of it was seen. `documented`: the documentation names the cause, and a figure bounds how much it covers. `early`:
 * the figures are not final yet.
 */
export type Weight = 'counted' | 'documented' | 'early';

/** What is known of the figures that are compared: one issue on one day, or several together. */
export interface Context {
  readonly altcraft: Figures;
  readonly sendsay: Figures;
  /** Of Sendsay's clicks, those on links that unsubscribe in Altcraft; undefined where links are not known. */
  readonly unsubscribeClicks: number | undefined;
  /** How much a sum over several issues may be above the true number of unique ones: the sum without its largest part. */
  readonly uniqueSlack: (source: EventSource, measure: Measure) => number;
  /** The day is so young that figures still change. */
  readonly isEarly: boolean;
}

/** How much of a difference a cause covers, and who has more because of it. */
export interface Cover {
  readonly more: EventSource | 'either';
  readonly atMost: number;
  readonly weight: Weight;
  /** All of it must show in the difference: where less does, something else is missing. Left out: up to so many. */
  readonly exact?: true;
}

export interface Explanation {
  readonly id: string;
  readonly measures: readonly Measure[] | 'all';
  /** In a table, before a number: "unsubscribes counted as clicks: 12". */
  readonly short: string;
  readonly text: string;
  readonly source: string;
  /** Undefined: it does not apply. `unbounded`: it is documented for this direction, but nothing says how much, so it covers nothing. */
  readonly cover: (
    measure: Measure,
    context: Context,
  ) => Cover | { readonly more: EventSource; readonly atMost: 'unbounded' } | undefined;
}

const statisticsPage = "Altcraft's page on the Sendsay relay, read 2026-11";
const sendsayPage = 'docs.sendsay.ru, 2024';

/** Days until Sendsay's figures are final: "compare after 2 to 3 days". */
export const earlyDays = 3;
/** Altcraft's reports may be off by one in so many: 0.02 %. */
export const altcraftInaccuracy = 5_000;

const unsubscribeClicks: Explanation = {
  id: 'unsubscribe-clicks',
  measures: ['clicks', 'uniqueClicks', 'unsubscribes'],
  short: 'unsubscribes counted as clicks',
  text: 'Altcraft counts an unsubscribe as a separate event. Sendsay counts its link as an ordinary click.',
  source: statisticsPage,
  cover: (measure, { altcraft, sendsay, unsubscribeClicks: seen }) => {
    const more = measure === 'unsubscribes' ? 'altcraft' : 'sendsay';
    if (seen !== undefined && measure === 'clicks') return { more, atMost: seen, weight: 'counted', exact: true };
    if (seen !== undefined) return { more, atMost: seen, weight: 'counted' };
    const unsubscribes = altcraft.unsubscribes ?? 0;
    if (measure !== 'unsubscribes') return { more, atMost: unsubscribes, weight: 'documented' };
    const clicksMore = (sendsay.clicks ?? 0) - (altcraft.clicks ?? 0);
    return { more, atMost: Math.min(unsubscribes, Math.max(0, clicksMore)), weight: 'documented' };
  },
};

/** In the order in which they are tried. */
export const explanations: readonly Explanation[] = [
  unsubscribeClicks,
  {
    id: 'list-unsubscribe',
    measures: ['unsubscribes'],
    short: 'unsubscribes through the List-Unsubscribe header',
    text: 'Unsubscribes through the List-Unsubscribe header may be missing in Sendsay.',
    source: statisticsPage,
    cover: (_measure, { altcraft }) => ({ more: 'altcraft', atMost: altcraft.unsubscribes ?? 0, weight: 'documented' }),
  },
  {
    id: 'spam-button',
    measures: ['unsubscribes'],
    short: 'complaints counted as unsubscribes',
    text: 'Sendsay counts the button "this is spam" as an unsubscribe. Altcraft counts a complaint.',
    source: sendsayPage,
    cover: (_measure, { altcraft }) =>
      altcraft.complaints === undefined
        ? { more: 'sendsay', atMost: 'unbounded' }
        : { more: 'sendsay', atMost: altcraft.complaints, weight: 'documented' },
  },
  {
    id: 'unique-sums',
    measures: ['uniqueOpens', 'uniqueClicks'],
    short: 'counted in several issues',
    text: 'Unique opens and clicks do not add up across issues: a sum counts a person once for each issue.',
    source: sendsayPage,
    cover: (measure, { altcraft, sendsay, uniqueSlack }) => {
      const more = (sendsay[measure] ?? 0) > (altcraft[measure] ?? 0) ? 'sendsay' : 'altcraft';
      return { more, atMost: uniqueSlack(more, measure), weight: 'documented' };
    },
  },
  {
    id: 'open-by-click',
    measures: ['opens', 'uniqueOpens'],
    short: 'opens counted for a click',
    text: 'Altcraft adds an open for a first click without an open.',
    source: "Altcraft's guide to Action Hooks, read 2026-11",
    cover: (_measure, { altcraft }) => ({ more: 'altcraft', atMost: altcraft.uniqueClicks ?? 0, weight: 'documented' }),
  },
  {
    id: 'first-days',
    measures: 'all',
    short: 'on days that are not final yet',
    text: 'In the first hours, delivered can exceed sent, and unique opens can exceed opens: compare after 2 to 3 days.',
    source: sendsayPage,
    cover: (_measure, { isEarly }) =>
      isEarly ? { more: 'either', atMost: Number.MAX_SAFE_INTEGER, weight: 'early' } : undefined,
  },
  {
    id: 'spam-folder',
    measures: ['delivered'],
    short: 'delivered to the spam folder',
    text: "Sendsay's delivered includes the spam folder.",
    source: sendsayPage,
    cover: () => ({ more: 'sendsay', atMost: 'unbounded' }),
  },
  {
    id: 'bot-filter',
    measures: ['opens', 'uniqueOpens', 'clicks', 'uniqueClicks'],
    short: "dropped by Altcraft's bot filter",
    text: "Altcraft's bot filter (bots_ua.json, bots_ip.json) can drop opens and clicks before they count.",
    source: "Altcraft's administrator guide, read 2026-11",
    cover: () => ({ more: 'sendsay', atMost: 'unbounded' }),
  },
];

/** For totals: Altcraft's own inaccuracy, whoever has more. */
export const inaccuracy = {
  id: 'altcraft-inaccuracy',
  short: "within Altcraft's 0.02 %",
  text: "Altcraft's reports can be off by 0.02 %, according to its documentation.",
  source: "Altcraft's page on the channel report, read 2026-11",
} as const;
