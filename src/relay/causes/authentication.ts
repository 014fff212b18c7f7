import type { Cause } from './cause.js';

/** What `verify --auth` finds to contradict. None of it decides a verdict. */
export const authenticationCauses: readonly Cause[] = [
  {
    id: 'authentication-client-differs',
    symptom: 'One of your servers recorded another client than the deciding line.',
    causes: [
      'Another server received the message first, and its line is missing',
      'The field is below the line, where the sender could have added it',
    ],
    fixes: ['List all your servers: --receiver', 'Configure your servers to remove such fields from incoming mail'],
    source: 'RFC 8601 §5; RFC 7208 §9.1',
  },
  {
    id: 'authentication-result-differs',
    symptom: 'One of your servers recorded another result than akrelay computes.',
    causes: [
      'A key or an SPF record has changed since',
      'The message was changed when it was saved: a footer, other line ends, decoded text',
      'A mailing list or a filter changed it before it was saved',
    ],
    fixes: ['Save the message again, byte for byte: akrelay fetch', 'Compare with the DNS of that day: --dns-cache'],
    source: 'RFC 6376 §5.3',
  },
  {
    id: 'authentication-over-limit',
    symptom:
      'The header has more than 512 KiB, 4,000 lines or 10 DKIM signatures, or signatures that take long to verify.',
    causes: [
      'The sender wrote a header that takes long to verify',
      'A mailing list or a loop added a field many times',
    ],
    fixes: ['Inspect the header: real messages have up to 500 lines and 5 signatures'],
    source: 'A limit of akrelay, as RFC 6376 §6.1 allows',
  },
  {
    id: 'authentication-cut',
    symptom: 'The message is longer than the part that was read.',
    causes: ['The message is larger than 1 MB and in an mbox, of which only the beginning is read'],
    fixes: ['Save it to its own file: akrelay fetch <message-id> --mbox <file> --save message.eml'],
    source: 'A limit of akrelay',
  },
];
