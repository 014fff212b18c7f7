import { at, close, type FaultCase, say, sayAndClose, stall } from './fault-case.js';

export const ehloFaults: readonly FaultCase[] = [
  {
    id: 'ehlo-421',
    does: 'answers EHLO with 421',
    script: at('ehlo', sayAndClose('421 4.7.0 Bye')),
    exit: 75,
    finding: 'ehlo-421',
    sentence: 'refuses mail temporarily: 421 4.7.0 Bye',
  },
  {
    id: 'ehlo-550',
    does: 'answers EHLO with 550',
    script: at('ehlo', say('550 5.7.1 Bad name')),
    exit: 69,
    finding: 'ehlo-5yz',
    sentence: 'refuses this client: 550 5.7.1 Bad name',
  },
  {
    id: 'ehlo-close',
    does: 'closes after EHLO',
    script: at('ehlo', close),
    exit: 76,
    finding: 'closed-ehlo',
    sentence: 'closed the connection before it replied to EHLO',
  },
  {
    id: 'ehlo-stall',
    does: 'never answers EHLO',
    script: at('ehlo', stall),
    exit: 75,
    finding: 'timeout-ehlo',
    sentence: 'did not answer EHLO within … s',
  },
  {
    id: 'ehlo-garbage',
    does: 'answers EHLO with something else',
    script: at('ehlo', say('hello there')),
    exit: 76,
    finding: 'garbage-ehlo',
    sentence: "it sent 'hello there'",
  },
  {
    id: 'ehlo-half',
    does: 'sends half an EHLO reply and closes',
    script: at('ehlo', { kind: 'say-and-close', bytes: '250-lab.test\r\n250-SI' }),
    exit: 76,
    finding: 'closed-ehlo',
    sentence: 'closed the connection before it replied to EHLO',
  },
];
