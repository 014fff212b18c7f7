import type { EventSource } from '../mail-event.js';
import type { Measure } from './figures.js';

/** As a sentence names them. */
export const sideNames: Readonly<Record<EventSource, string>> = { altcraft: 'Altcraft', sendsay: 'Sendsay' };

/** What a figure counts, by the documentation of each side. */
export interface Meaning {
  /** In a table. */
  readonly title: string;
  readonly means: Readonly<Record<EventSource, string>>;
}

/**
 * Altcraft's page on the Sendsay relay compares the two (read 2026-11), Sendsay's own pages on statistics say the rest (docs.sendsay.ru,
 * 2024). What neither page says is called unknown here.
 */
export const meanings: Readonly<Record<Measure, Meaning>> = {
  sent: { title: 'sent', means: { altcraft: 'each send', sendsay: 'each send' } },
  delivered: {
    title: 'delivered',
    means: { altcraft: 'successful deliveries', sendsay: 'successful deliveries, including the spam folder' },
  },
  bounces: {
    title: 'bounces',
    means: {
      altcraft: 'hard bounces (5yz), soft bounces (4yz, retried) and others',
      sendsay: 'errors; not documented which',
    },
  },
  hardBounces: {
    title: 'hard bounces',
    means: {
      altcraft: '5yz: the address does not exist or blocks mail',
      sendsay: 'not counted separately in exports; events: by the reply code (5yz)',
    },
  },
  softBounces: {
    title: 'soft bounces',
    means: { altcraft: '4yz: retried', sendsay: 'not counted separately in exports; events: by the reply code (4yz)' },
  },
  opens: { title: 'opens', means: { altcraft: 'all, including repeats', sendsay: 'all, including repeats' } },
  uniqueOpens: {
    title: 'unique opens',
    means: {
      altcraft: 'the first open; a first click without an open counts as one',
      sendsay: "figures of several issues do not add up; Altcraft's page calls them not supported",
    },
  },
  clicks: {
    title: 'clicks',
    means: {
      altcraft: 'all, including repeats, without unsubscribes',
      sendsay: "all, including repeats, Altcraft's unsubscribe link too",
    },
  },
  uniqueClicks: {
    title: 'unique clicks',
    means: {
      altcraft: 'the first click',
      sendsay: "figures of several issues do not add up; Altcraft's page calls them not supported",
    },
  },
  unsubscribes: {
    title: 'unsubscribes',
    means: {
      altcraft: 'a separate event, from the link or the List-Unsubscribe header',
      sendsay: 'its footer link, the mail service\'s button, the button "this is spam"; Altcraft\'s link is a click',
    },
  },
  complaints: {
    title: 'complaints',
    means: { altcraft: 'a separate event', sendsay: 'part of the unsubscribes' },
  },
};
