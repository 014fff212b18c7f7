import type { Cause } from './cause.js';

/** Why `verify` confirms or does not confirm, and the rules that its evidence names. */
export const verdictCauses: readonly Cause[] = [
  {
    id: 'address-and-name',
    alsoCalled: ['boundary/address-and-name'],
    symptom: "The message came through the relay: both the address and the host name of the client are the relay's.",
    causes: ['Nothing is wrong'],
    fixes: ['None needed'],
    source: 'The strongest evidence a Received line can give (RFC 5321 §4.4)',
  },
  {
    id: 'address',
    alsoCalled: ['boundary/address'],
    symptom: 'The message came through the relay: the client address is in its networks.',
    causes: ['Nothing is wrong; the host name differs or is missing'],
    fixes: ['None needed'],
    source: 'RFC 5321 §4.4: the address is what the server saw',
  },
  {
    id: 'name',
    alsoCalled: ['boundary/name'],
    symptom:
      'The message came through the relay by its verified host name, but the address is in none of its networks.',
    causes: ['The relay has new addresses'],
    fixes: ['Record them: akrelay sender learn <name> <message>'],
    source: 'RFC 1912 §2.1: forward and reverse DNS match',
  },
  {
    id: 'bypassed',
    alsoCalled: ['boundary/bypassed'],
    symptom: 'The message did not come through the relay.',
    causes: [
      'A rule of the virtual sender chose another sender',
      'The platform sends directly, for example because port 25 is open again',
      'A forwarder or mailing list delivered it',
    ],
    fixes: [
      'See which rule matches: akrelay route',
      'Check the share of each sender in that rule: akrelay virtual show',
      'If the other host is the platform itself, it sends directly: check its senders, and block its outgoing port 25',
      'If the other host is your own forwarder: --receiver <its name>',
    ],
    source: 'Your server received the message from another host',
  },
  {
    id: 'claimed-only',
    alsoCalled: ['boundary/claimed-only'],
    symptom: "Only the EHLO name is the relay's.",
    causes: [
      'Someone claims to be the relay: a client can send any EHLO name',
      'The receiver recorded no reverse name, and the relay uses a new address',
    ],
    fixes: ['Find out who owns the address', "If it is the relay's, record it: akrelay sender learn"],
    source: 'RFC 5321 §4.1.4: the EHLO name cannot be relied on',
  },
  {
    id: 'below-boundary',
    alsoCalled: ['boundary/below-boundary', 'claimed/below-boundary'],
    symptom:
      'A line names the relay, but it is below the boundary hop, where the sender of the message could have written it.',
    causes: ['A forged line', 'The message went through your own gateway or forwarder, which is not listed'],
    fixes: ['If it is your own gateway, list it: --receiver <its name or address>, or receivers: in the config'],
    source: 'RFC 5321 §4.4: each server adds its line at the top',
  },
  {
    id: 'lookalike',
    alsoCalled: ['boundary/lookalike'],
    symptom: "The host name resembles the relay's, but is a different one.",
    causes: ['A host name made to deceive', 'A host of the provider that the pattern does not cover'],
    fixes: ['Compare the name letter by letter', "If it is the relay's, record it: akrelay sender learn"],
    source: 'Unicode TR #39; names such as sndsy.ru.example.org',
  },
  {
    id: 'ambiguous',
    alsoCalled: ['boundary/ambiguous'],
    symptom: 'The deciding Received line can be read in more than one way.',
    causes: [
      "The client chose words that look like the server's own",
      'The server writes its lines in a format that akrelay does not know',
    ],
    fixes: [
      'Try a message that another of your servers received',
      'Report the line to the akrelay project, so that the format can be added',
    ],
    source: 'The deciding line must be understood in full',
  },
  {
    id: 'reverse-name-unconfirmed',
    alsoCalled: ['boundary/reverse-name-unconfirmed'],
    symptom: "The reverse name is the relay's, but nothing shows that the receiver verified it.",
    causes: ['Anyone can set any reverse name for their own address', 'The receiver does not verify names'],
    fixes: ["Add the relay's networks to the sender's path, so that the address decides"],
    source: 'RFC 1912 §2.1; RFC 5321 §4.1.4',
  },
  {
    id: 'no-tls',
    alsoCalled: ['boundary/no-tls'],
    symptom: 'The message came through the relay, but its Received line shows no TLS (--require-tls).',
    causes: ['The relay delivered it in clear text', 'The server does not record TLS'],
    fixes: ['Check that your server offers STARTTLS'],
    source: 'RFC 3848: ESMTPS',
  },
  {
    id: 'too-slow',
    alsoCalled: ['boundary/too-slow'],
    symptom: 'The message took longer than --max-delay allows.',
    causes: ['Queues, greylisting', 'Clocks that differ'],
    fixes: ['Check the delay of each hop'],
    source: 'RFC 5321 §4.4: each line has a date',
  },
  {
    id: 'other-relay',
    alsoCalled: ['boundary/other-relay'],
    symptom: 'The message came through a relay, but not through the requested one.',
    causes: ['The rule chose another sender'],
    fixes: ['Check the shares: akrelay virtual show'],
    source: 'verify --sender, --relay',
  },
];
