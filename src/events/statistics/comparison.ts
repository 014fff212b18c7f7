import type { EventSource } from '../mail-event.js';
import type { Weight } from './explanations.js';
import type { Measure, SideFigures } from './figures.js';
import type { Group } from './pair-rows.js';

/** So many events of a difference have this cause. */
export interface Explained {
  /** Of the explanation. */
  readonly id: string;
  readonly events: number;
  readonly weight: Weight;
}

/** One measure, on both sides. */
export interface ComparedLine {
  readonly measure: Measure;
  /** Undefined: that side does not count it. */
  readonly altcraft: number | undefined;
  readonly sendsay: number | undefined;
  /** Sendsay less Altcraft; undefined unless both count it. */
  readonly difference: number | undefined;
  readonly explained: readonly Explained[];
  /** Documented causes of which nothing says how much they cover: they cover nothing. */
  readonly possible: readonly string[];
  /** What no explanation covers. Of a sum it is the sum of the parts, so that more here and less there do not cancel out. */
  readonly unexplained: number;
}

export interface ComparedGroup extends Pick<Group, 'day' | 'issue'> {
  /** Names of the issues that were added up. */
  readonly issues: Readonly<Record<EventSource, readonly string[]>>;
  readonly lines: readonly ComparedLine[];
}

/** What is not compared. */
export interface LeftOut {
  readonly source: EventSource;
  /** It is of a day outside the period, or events of an issue that was sent on other days. */
  readonly reason: 'day' | 'issue';
  readonly rows: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

export interface Comparison {
  /** Days, both included; undefined where a side has no figures at all. */
  readonly period: { readonly firstDay: string; readonly lastDay: string } | undefined;
  /** `rows`: how many there are within the period. */
  readonly sides: Readonly<Record<EventSource, Omit<SideFigures, 'rows'> & { readonly rows: number }>>;
  readonly leftOut: readonly LeftOut[];
  /** The whole period: one for each measure that a side has. */
  readonly totals: readonly ComparedLine[];
  readonly groups: readonly ComparedGroup[];
  readonly verdict: Verdict;
}

/** `early`: all that is not explained otherwise lies on days whose figures are not final. `unknown`: nothing can be compared. */
export type Verdict = 'explained' | 'unexplained' | 'early' | 'unknown';

export interface CompareOptions {
  /** What may stay unexplained, in per cent of the larger figure. */
  readonly tolerancePercent: number;
  /** The day on which it is compared, `2026-11-28`. */
  readonly today: string;
  /** Asked for; the first and the last day. Undefined: what both sides have. */
  readonly firstDay: string | undefined;
  readonly lastDay: string | undefined;
}

export type CompareResult =
  | { readonly kind: 'compared'; readonly comparison: Comparison }
  /** Both have figures, and of no day in common. */
  | { readonly kind: 'apart'; readonly days: Readonly<Record<EventSource, readonly [string, string]>> };
