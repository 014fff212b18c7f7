import type { MessageResult, VerifyResult } from '../../src/commands/verify/result.js';
import { newTally } from '../../src/commands/verify/tally.js';
import type { Span } from '../../src/trace/hop/hop.js';
import type { Evidence, PathVerdict, PlacedHop } from '../../src/trace/path/verdict.js';

interface HopWords {
  readonly standing: PlacedHop['standing'];
  readonly ehlo?: string;
  readonly name?: string;
  readonly confirmed?: 'yes' | 'no' | 'unknown';
  readonly address?: string;
  readonly by: string;
  readonly with?: string;
  readonly tls?: string;
  readonly delayMs?: number;
}

/** A hop in Postfix's words, with spans where the words stand. */
export function hop(index: number, words: HopWords): PlacedHop {
  const { ehlo, name, address, by } = words;
  const text = `from ${ehlo} (${name ?? 'unknown'} [${address}]) by ${by} (Postfix) with ${words.with ?? 'ESMTPS'}`;
  const spans = {
    ...(ehlo === undefined ? {} : { ehloName: spanOf(text, ehlo, 0) }),
    ...(name === undefined ? {} : { reverseName: spanOf(text, name, text.indexOf('(')) }),
    ...(address === undefined ? {} : { address: spanOf(text, address, text.indexOf('[')) }),
    by: spanOf(text, by, text.indexOf(' by ')),
  };
  const tcpInfo = { reverseName: name, reverseNameConfirmed: words.confirmed ?? 'unknown', address, port: undefined };
  return {
    index,
    line: 1 + 3 * index,
    standing: words.standing,
    delayMs: words.delayMs,
    text,
    dialect: 'postfix',
    accounted: true,
    origin: 'peer',
    from: ehlo === undefined && address === undefined ? undefined : { ehloName: ehlo, tcpInfo, authenticated: false },
    by: { name: by, address: undefined, software: 'Postfix' },
    via: undefined,
    with: words.with ?? 'ESMTPS',
    id: '4F1',
    for: undefined,
    tls: words.tls === undefined ? undefined : { version: words.tls, cipher: undefined },
    at: `2026-11-21T10:00:0${Math.max(0, 9 - index)}Z`,
    dateProblem: undefined,
    ambiguous: false,
    notUnderstood: [],
    spans,
  };
}

function spanOf(text: string, word: string, from: number): Span {
  const start = text.indexOf(word, from);
  return { start, end: start + word.length };
}

/** Evidence about one token of a hop. */
export function evidence(of: PlacedHop, token: keyof PlacedHop['spans'], says: string): Evidence {
  const span = of.spans[token];
  return { rule: `boundary/${token}`, hop: of.index, span, text: of.text.slice(span?.start, span?.end), says };
}

type Varying = Partial<PathVerdict> & Pick<PathVerdict, 'verdict' | 'reason'>;

/** A verdict with what is not given left empty. */
function verdictOf(parts: Varying): PathVerdict {
  const nothing = {
    relay: undefined,
    relays: [],
    trust: { kind: 'none' },
    boundaryHop: undefined,
    hops: [],
    evidence: [],
    hint: undefined,
  };
  return { ...nothing, relays: parts.relay ? [parts.relay] : [], ...parts } as PathVerdict;
}

export function judged(source: string, verdict: PathVerdict): MessageResult {
  return { kind: 'judged', source, verdict };
}

/** A result as the command gives it, in batches of the given results. */
export function resultOf(expected: VerifyResult['expected'], ...batches: MessageResult[][]): VerifyResult {
  const tally = newTally();
  async function* passing(): AsyncIterable<readonly MessageResult[]> {
    for (const batch of batches) {
      for (const result of batch) tally.add(result);
      yield batch;
    }
  }
  return { expected, batches: passing(), summary: () => tally.counts().summary, next: () => tally.counts().next };
}

/** All that a view says. */
export async function textOf(rendered: string | Uint8Array | AsyncIterable<string>): Promise<string> {
  if (typeof rendered === 'string') return rendered;
  let text = '';
  for await (const piece of rendered) text += piece;
  return text;
}

const sendsay = { name: 'sendsay', kind: 'preset' } as const;

const delivered = hop(0, {
  standing: 'ours',
  ehlo: 'mx.example.net',
  name: 'mx.example.net',
  confirmed: 'yes',
  address: '10.0.0.5',
  by: 'imap.example.net',
  with: 'LMTP',
  delayMs: 1_000,
});
const fromRelay = hop(1, {
  standing: 'boundary',
  ehlo: 'gato033.sndsy.ru',
  name: 'gato033.sndsy.ru',
  confirmed: 'yes',
  address: '185.138.182.33',
  by: 'mx.example.net',
  tls: 'TLSv1.3',
  delayMs: 2_000,
});
const submitted = hop(2, {
  standing: 'claimed',
  ehlo: 'app.example.com',
  address: '10.1.2.3',
  by: 'gato033.sndsy.ru',
  with: 'ESMTPSA',
});
const fromStranger = hop(0, {
  standing: 'boundary',
  ehlo: 'gato001.sndsy.ru',
  name: 'mail.example.com',
  confirmed: 'no',
  address: '203.0.113.9',
  by: 'mx.example.net',
  delayMs: -5_000,
});
const forged = hop(1, {
  standing: 'claimed',
  ehlo: 'gato001.sndsy.ru',
  name: 'gato001.sndsy.ru',
  confirmed: 'yes',
  address: '185.138.182.7',
  by: 'mx.example.net',
});

/** Terminal escapes, a workflow command, XML, a TAP directive, bidirectional controls, Cyrillic look-alikes, in every place of a hop. */
export const hostile = '\u001b[2J\r\n::error::x%0A]]><!--&# SKIP\u202egat\u043e1.sndsy.ru\u0000\ud800\uffff##[error]y';
const hostileHop = hop(0, {
  standing: 'boundary',
  ehlo: hostile,
  name: hostile,
  address: hostile,
  by: hostile,
  with: hostile,
  tls: hostile,
});

/** One verdict of every kind, in the words of a user's messages. */
export const samples = {
  confirmed: verdictOf({
    verdict: 'confirmed',
    reason: 'address-and-name',
    relay: sendsay,
    trust: { kind: 'stated', receivers: ['mx.example.net'] },
    boundaryHop: 1,
    hops: [delivered, fromRelay, submitted],
    evidence: [
      evidence(fromRelay, 'address', 'The address 185.138.182.33 is in 185.138.182.0/24, a network of sendsay.'),
      evidence(
        fromRelay,
        'reverseName',
        'The name gato033.sndsy.ru, looked up and confirmed by mx.example.net, fits gato#.sndsy.ru.',
      ),
    ],
  }),
  belowBoundary: verdictOf({
    verdict: 'not-confirmed',
    reason: 'below-boundary',
    relay: sendsay,
    trust: { kind: 'inferred' },
    boundaryHop: 0,
    hops: [fromStranger, forged],
    evidence: [
      evidence(fromStranger, 'address', 'The address 203.0.113.9 is in no network of sendsay.'),
      evidence(
        forged,
        'address',
        'This line names an address of sendsay, but whoever sent the message could have written it.',
      ),
    ],
    hint: 'Look at the virtual sender: which rule matched this message?',
  }),
  noTrace: verdictOf({
    verdict: 'unknown',
    reason: 'no-trace',
    hint: 'Save the message from the mailbox of its recipient.',
  }),
  hostile: verdictOf({
    verdict: 'not-confirmed',
    reason: 'bypassed',
    relay: { name: hostile, kind: 'sender' },
    trust: { kind: 'stated', receivers: [hostile] },
    boundaryHop: 0,
    hops: [hostileHop],
    evidence: [{ ...evidence(hostileHop, 'address', `Says ${hostile}.`), text: hostile }],
    hint: hostile,
  }),
} as const;

/** Results of every kind, as of a folder. */
export const results: readonly MessageResult[] = [
  judged('spool/1.eml', samples.confirmed),
  judged('spool/2.eml', samples.belowBoundary),
  judged('spool/3.eml', samples.noTrace),
  {
    kind: 'failed',
    source: 'spool/page.html',
    problem: {
      kind: 'not-an-email',
      message: 'spool/page.html is a web page, not an e-mail.',
      hint: 'Save the message.',
    },
  },
  judged(`spool/${hostile}.eml`, samples.hostile),
];
