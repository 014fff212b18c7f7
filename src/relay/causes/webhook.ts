import type { Cause } from './cause.js';

/** What a webhook URL can have wrong: `check --webhook` and `events send` look at it. */
export const webhookCauses: readonly Cause[] = [
  {
    id: 'webhook-no-url',
    symptom: 'The sender uses a webhook, but the config does not have its URL.',
    causes: ['Altcraft generated the URL when the sender was saved, and it was not copied'],
    fixes: ['Copy it from the panel: akrelay sender edit <name> --webhook-url <url>'],
    source: "Altcraft's guide to the relay, Use webhook",
  },
  {
    id: 'webhook-no-host',
    symptom: 'The host name of the webhook URL does not resolve.',
    causes: ['A typo in the URL', 'A name that resolves only in your network: the relay is outside'],
    fixes: ['Check the name', 'Publish it in DNS'],
    source: 'RFC 1035 §4.1.1',
  },
  {
    id: 'webhook-unreachable',
    symptom: 'Nothing answers at the webhook URL.',
    causes: ['The server is down', 'The port is wrong', 'A firewall allows only your own network'],
    fixes: [
      'Start the server, and check the port',
      "Allow connections from anywhere: the relay's addresses change, so rely on the secret path in the URL",
    ],
    source: 'RFC 9293 §3.5; the relay does not publish the addresses it posts from',
  },
  {
    id: 'webhook-slow',
    symptom: 'The webhook does not reply in time.',
    causes: ['The server processes the events before it replies', 'It is overloaded'],
    fixes: [
      'Store the events first, reply, then process them',
      'Or use akrelay events listen, which does this and can forward them: --forward',
    ],
    source: 'Sendsay posts about once a minute, up to 10 MB a call (docs.sendsay.ru, read 2026-11)',
  },
  {
    id: 'webhook-redirect',
    symptom: 'The webhook URL redirects.',
    causes: ['http:// redirects to https://', 'A missing or extra slash at the end', 'A login page'],
    fixes: ['Enter the final URL'],
    source: 'RFC 9110 §15.4: a redirected POST may become a GET without a body',
  },
  {
    id: 'webhook-no-tls',
    symptom: 'The webhook URL begins with http://.',
    causes: ['HTTPS was not set up'],
    fixes: ['Install a certificate on the server, and enter the https:// URL'],
    source: 'RFC 9110 §17.1',
  },
  {
    id: 'webhook-not-found',
    symptom: 'The webhook URL replies 404 or 410.',
    causes: [
      'A typo in the path',
      'A new URL was generated, but the old one is still in use',
      'The server accepts only POST there',
    ],
    fixes: ['Copy the URL again', 'Test it with POST: akrelay events send --to <url> --scenario delivery'],
    source: 'RFC 9110 §15.5.5',
  },
  {
    id: 'webhook-status',
    symptom: 'The webhook replies with an unexpected status.',
    causes: ['The server rejects the format', 'It requires a login', 'It has an internal error'],
    fixes: ['Check its log', 'Reply with exactly 200: Altcraft counts nothing else as success'],
    source: "Altcraft's guide to Action Hooks; RFC 9110 §15",
  },
];
