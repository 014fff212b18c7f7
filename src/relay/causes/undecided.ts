import type { Cause } from './cause.js';

/** Why `verify` cannot tell. */
export const undecidedCauses: readonly Cause[] = [
  {
    id: 'no-trace',
    alsoCalled: ['trace/none'],
    symptom: 'The message has no Received line.',
    causes: ['A copy from a Sent or Drafts folder', 'An export without the header'],
    fixes: ['Save the message from the mailbox that received it, with full headers'],
    source: 'RFC 5321 §4.4',
  },
  {
    id: 'no-boundary',
    alsoCalled: [
      'boundary/next-writer',
      'boundary/private-peer',
      'boundary/mailbox-peer',
      'boundary/no-address',
      'boundary/foreign',
      'boundary/loopback',
      'boundary/nothing-below',
      'boundary/fetched',
      'boundary/stale-profile',
    ],
    symptom: 'No line shows where one of your servers received the message from outside.',
    causes: [
      'All hops are inside your network',
      'The line that would show it does not identify the client',
      'A proxy or load balancer hides the client',
      'The message was fetched from a mailbox whose server is not listed',
    ],
    fixes: [
      'List your servers: --receiver, or receivers: in the config',
      'Configure the proxy to pass on the client address: PROXY protocol or XCLIENT',
    ],
    source: 'The answer says at which line akrelay stops',
  },
  {
    id: 'unreadable-line',
    alsoCalled: ['boundary/unreadable'],
    symptom: 'The deciding Received line does not match the format of any known mail server.',
    causes: [
      'The server is unknown to akrelay, or has a custom format',
      'A client put text into the line: an EHLO name or reverse name with spaces or brackets',
    ],
    fixes: ['Find the message in the log of that server', 'Report the line, so that its format can be added'],
    source: 'Only a line that is understood from its first to its last character can be believed',
  },
  {
    id: 'header-ended',
    alsoCalled: ['input/header-ended'],
    symptom: 'The header ends above the Received lines: everything after an empty line is content.',
    causes: [
      'An editor or copying by hand added an empty line above them, or after each line',
      'The whole page of "Show original" was copied as text',
    ],
    fixes: ['Save the message itself: "Download original", or as .eml'],
    source: 'RFC 5322 §2.1: an empty line ends the header',
  },
  {
    id: 'unclear-beginning',
    alsoCalled: ['input/unclear-beginning'],
    symptom: 'It is not clear where this message begins.',
    causes: [
      'A line in an mbox begins with "From ", but could be content',
      'The file was cut out of an mbox and begins in the middle of a message',
    ],
    fixes: [
      'If a message begins there, add a time to the line: From a@example.com Sat Nov 21 10:00:00 2026. If not, put > before it',
      'Export the message on its own, as .eml',
    ],
    source: 'RFC 4155, appendix A',
  },
  {
    id: 'receiver-not-stated',
    alsoCalled: ['boundary/not-stated', 'boundary/writer'],
    symptom: 'The server that received the message is not in your list of receivers.',
    causes: ['Its name in Received lines differs from its name in DNS'],
    fixes: ['List it: --receiver <the name after "by">, or receivers: in the config'],
    source: 'Only lines written by your own servers can be believed',
  },
  {
    id: 'no-relay-path',
    alsoCalled: ['relay/no-path'],
    symptom: 'akrelay does not know the hosts or networks of the relay.',
    causes: ['Neither the sender nor its preset has a path'],
    fixes: ['Record them: akrelay sender learn <name> <message>'],
    source: 'akrelay sender presets',
  },
  {
    id: 'over-limit',
    alsoCalled: ['input/over-limit'],
    symptom: 'The header is too large.',
    causes: ['The file is not a message, or was crafted to exhaust memory'],
    fixes: ['Inspect the file: real mail has at most about a hundred Received lines'],
    source: 'A limit of akrelay',
  },
];
