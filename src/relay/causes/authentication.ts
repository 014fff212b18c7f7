import type { Cause } from './cause.js';

/** What `verify --auth` finds to contradict. None of it decides a verdict. */
export const authenticationCauses: readonly Cause[] = [
  {
    id: 'authentication-client-differs',
    symptom: 'A server of yours states another client than the line of the handover names.',
    causes: [
      'A server before that one took the message over, and its line is missing',
      'The field stands below the line, where the sender can have put it',
    ],
    fixes: ['Name every server of yours: --receiver', 'Have your servers remove such fields that come from outside'],
    source: 'RFC 8601 §5; RFC 7208 §9.1',
  },
  {
    id: 'authentication-result-differs',
    symptom: 'A server of yours states another result than is found now.',
    causes: [
      'A key or an SPF record was changed since',
      'The message was changed on its way into the file: a footer, other line ends, decoded text',
      'A mailing list or a filter changed it before it was saved',
    ],
    fixes: ['Save the message anew, byte for byte: akrelay fetch', 'Compare with the DNS of that day: --dns-cache'],
    source: 'RFC 6376 §5.3',
  },
  {
    id: 'authentication-cut',
    symptom: 'The message is longer than what is read of it.',
    causes: ['A message of more than 1 MB in an mbox, of which only the beginning is kept'],
    fixes: ['Save it as a file of its own: akrelay fetch <message-id> --mbox <file> --save message.eml'],
    source: 'A limit of akrelay',
  },
];
