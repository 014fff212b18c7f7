import { at, type FaultCase, say } from './fault-case.js';

/** Harmless oddities that must not stop a message. */
export const oddFaults: readonly FaultCase[] = [
  { id: 'odd-none', does: 'behaves', script: {}, exit: 0, finding: 'accepted', sentence: 'accepted by the relay' },
  {
    id: 'odd-no-pipelining',
    does: 'offers no extension but AUTH',
    script: { extensions: [] },
    exit: 0,
    finding: 'accepted',
    sentence: 'accepted by the relay',
  },
  {
    id: 'odd-multi-line',
    does: 'greets and answers in many lines',
    script: {
      faults: [
        ...at('connect', say('220-one\r\n220-two\r\n220 three')).faults,
        ...at('dot', say('250-2.0.0 one\r\n250 2.0.0 Ok: queued as AB12')).faults,
      ],
    },
    exit: 0,
    finding: 'accepted',
    sentence: 'AB12',
  },
  {
    id: 'odd-bare-lf',
    does: 'ends its lines with LF only',
    script: at('connect', { kind: 'say', bytes: '220 lab.test\n' }),
    exit: 0,
    finding: 'accepted',
    sentence: 'accepted by the relay',
  },
  {
    id: 'odd-bytes',
    does: 'answers in bytes that are no UTF-8, with a terminal escape',
    script: at('dot', {
      kind: 'say',
      bytes: new Uint8Array([
        ...Buffer.from('250 '),
        0xe9,
        0x1b,
        0x5b,
        0x32,
        0x4a,
        ...Buffer.from(' queued as AB13\r\n'),
      ]),
    }),
    exit: 0,
    finding: 'accepted',
    sentence: 'AB13',
  },
  {
    id: 'odd-drip',
    does: 'greets one byte every 5 ms',
    script: at('connect', { kind: 'drip', bytes: '220 lab.test ESMTP\r\n', everyMs: 5 }),
    exit: 0,
    finding: 'accepted',
    sentence: 'accepted by the relay',
  },
  {
    id: 'odd-auth-equals',
    does: 'offers AUTH=LOGIN in the old form',
    script: { auth: [], extensions: ['AUTH=LOGIN'] },
    exit: 0,
    finding: 'accepted',
    sentence: 'accepted by the relay',
  },
  {
    id: 'odd-intermediate',
    does: 'shows its intermediate certificate',
    script: {},
    certificate: 'through-intermediate',
    exit: 0,
    finding: 'accepted',
    sentence: 'accepted by the relay',
  },
  {
    id: 'odd-clear-text',
    does: 'offers AUTH without TLS where the config wants none',
    script: { tls: 'none' },
    sender: { tls: 'none' },
    exit: 0,
    finding: 'accepted',
    sentence: 'in clear text, as the config says',
  },
];
