import type { Cause } from './cause.js';

/** What a webhook URL can have wrong: `check --webhook` and `events send` look at it. */
export const webhookCauses: readonly Cause[] = [
  {
    id: 'webhook-no-url',
    symptom: 'The sender uses a webhook, but the config does not know its URL.',
    causes: ['Altcraft generates the URL when the sender is saved, and it was not copied'],
    fixes: ['Copy it from the panel: akrelay sender edit <name> --webhook-url <url>'],
    source: 'Altcraft’s guide to the relay, Use webhook',
  },
  {
    id: 'webhook-no-host',
    symptom: 'The host name of the webhook URL does not resolve.',
    causes: ['A slip in the URL', 'A name that only the own network knows: the relay is outside'],
    fixes: ['Check the name', 'Publish it in DNS'],
    source: 'RFC 1035 §4.1.1',
  },
  {
    id: 'webhook-unreachable',
    symptom: 'Nothing answers at the webhook URL.',
    causes: ['The server is down', 'Another port', 'A firewall that lets only the own network in'],
    fixes: [
      'Start the server, check the port',
      'Let the relay in: its addresses change, so protect the URL by its secret path',
    ],
    source: 'RFC 9293 §3.5; a relay posts from addresses that it does not publish',
  },
  {
    id: 'webhook-slow',
    symptom: 'The webhook does not answer in time.',
    causes: ['The server works on the events before it answers', 'It is overloaded'],
    fixes: [
      'Store the events first, answer, then work on them',
      'akrelay events listen does so, and can pass them on: --forward',
    ],
    source: 'Sendsay posts about once a minute, up to 10 MB a call (docs.sendsay.ru, read 2026-11)',
  },
  {
    id: 'webhook-redirect',
    symptom: 'The webhook URL answers with a redirect.',
    causes: ['http:// that leads to https://', 'A missing or needless slash at the end', 'A login page'],
    fixes: ['Enter the final URL'],
    source: 'RFC 9110 §15.4: a redirected POST may become a GET without a body',
  },
  {
    id: 'webhook-no-tls',
    symptom: 'The webhook URL begins with http://.',
    causes: ['It was set up in haste'],
    fixes: ['Put a certificate on the server, and enter the https:// URL'],
    source: 'RFC 9110 §17.1',
  },
  {
    id: 'webhook-not-found',
    symptom: 'The webhook URL answers 404 or 410.',
    causes: [
      'A slip in the path',
      'A new URL was generated and the old one is still entered',
      'A server that knows only POST there',
    ],
    fixes: ['Copy the URL anew', 'akrelay events send --to <url> --scenario delivery'],
    source: 'RFC 9110 §15.5.5',
  },
  {
    id: 'webhook-status',
    symptom: 'The webhook answers with another status than it should.',
    causes: ['The server refuses the format', 'It wants a login', 'A fault of its own'],
    fixes: ['See its log', 'Altcraft counts exactly 200 as success'],
    source: 'Altcraft’s guide to Action Hooks; RFC 9110 §15',
  },
];
