import { describe, expect, test } from '@jest/globals';
import type { ProofFound } from '../../../src/commands/prove/result.js';
import type { Authentication } from '../../../src/commands/verify/authentication.js';
import { keptResults } from '../../../src/commands/verify/kept-results.js';
import type { MessageResult, VerifyResult } from '../../../src/commands/verify/result.js';
import { provePage } from '../../../src/render/prove/report.js';
import { verifyPage } from '../../../src/render/verify/report/report.js';
import type { PathVerdict } from '../../../src/trace/path/verdict.js';
import { hostileTexts } from '../../support/pages/hostile-texts.js';
import { tagsIn } from '../../support/pages/tags-in.js';
import { evidence, hop, judged, results, samples } from '../../support/verdicts.js';

function kept(expected: VerifyResult['expected'], all: readonly MessageResult[]): VerifyResult {
  const keeper = keptResults();
  for (const one of all) keeper.add(one);
  const count = (verdict: string): number =>
    all.filter((one) => (one.kind === 'failed' ? 'failed' : one.verdict.verdict) === verdict).length;
  const summary = {
    total: all.length,
    confirmed: count('confirmed'),
    notConfirmed: count('not-confirmed'),
    unknown: count('unknown'),
    failed: count('failed'),
  };
  return {
    expected,
    batches: (async function* () {})(),
    summary: () => summary,
    next: () => ({ hints: [], reasons: [] }),
    kept: keeper,
  };
}

const page = (expected: VerifyResult['expected'], ...all: MessageResult[]): Promise<string> =>
  verifyPage(kept(expected, all));

/** A text wherever a stranger can put one. */
function verdictWith(text: string): PathVerdict {
  const words = { ehlo: text, name: text, address: text, by: text, with: text, tls: text } as const;
  const deciding = hop(0, { ...words, standing: 'boundary', delayMs: -1_000 });
  const claimed = hop(1, { ...words, standing: 'claimed' });
  return {
    ...samples.belowBoundary,
    relay: { name: text, kind: 'sender' },
    relays: [{ name: text, kind: 'sender' }],
    trust: { kind: 'stated', receivers: [text] },
    hops: [deciding, claimed],
    evidence: [
      { ...evidence(deciding, 'address', `Says ${text}.`), text },
      { ...evidence(claimed, 'reverseName', `Says ${text} too.`), text },
    ],
    hint: text,
  };
}

function authenticationWith(text: string): Authentication {
  const signature = { result: text, domain: text, selector: text, algorithm: text, aligned: false, reason: text };
  return {
    handover: { address: text, ehloName: text, reversePath: text },
    recomputed: {
      spf: { result: text, domain: text, reason: text },
      dkim: [signature],
      dmarc: { result: text, domain: text, policy: text },
      arc: { result: text, instances: 1 },
      overLimit: false,
    },
    selectors: [{ selector: text, provider: 'sendsay' }],
    stated: [
      {
        field: 'Authentication-Results',
        by: text,
        line: 1,
        place: 'above-boundary',
        results: [{ method: text, result: text, properties: { [text]: text } }],
        clientIp: text,
      },
    ],
    findings: [{ id: 'authentication-client-differs', says: text }],
  };
}

function proofsWith(text: string): ProofFound[] {
  const step = { id: 'send', state: 'warn', evidence: text, fix: text, finding: 'prove-junk', tookMs: 12.4 } as const;
  const proof = {
    sender: text,
    verdict: 'broken',
    steps: [step, { ...step, id: 'path', state: 'fail' }],
    receipt: {
      schema: 'akrelay/prove-receipt@1',
      sentAt: '2026-11-28T10:00:00Z',
      sender: text,
      token: text,
      messageId: text,
      forwardPaths: [text],
    },
  } as const;
  const seen = {
    path: verdictWith(text),
    authentication: authenticationWith(text),
    transcript: [
      { atMs: 1, from: 'server', text },
      { atMs: 2, from: 'client', text },
    ],
  } as const;
  const kept = { receiptFile: text, evidence: undefined };
  const place = { rule: 1, match: { kind: 'to-domain', domain: text }, percent: 100 } as const;
  const rows = { kind: 'virtual', virtual: text, verdict: 'broken', proofs: [{ ...place, ...proof }] } as const;
  return [
    { kind: 'sender', ...proof, ...kept, seen: [seen], mailboxFrom: 'flags' },
    { ...rows, ...kept, seen: [seen], mailboxFrom: 'flags' },
  ];
}

const harmful = /<script|<img|<iframe|<a |[\u0000-\u0009\u000b-\u001f\u202a-\u202e\ud800]/;

describe('hostile text is shown as text', () => {
  test('a hundred strings', () => {
    expect(new Set(hostileTexts).size).toBeGreaterThanOrEqual(100);
  });

  test('in every field of the page of one message, of several, and of a proof', async () => {
    const judgedWith = (text: string): MessageResult => ({
      kind: 'judged',
      source: text,
      verdict: verdictWith(text),
      authentication: authenticationWith(text),
    });
    const failedWith = (text: string): MessageResult => ({
      kind: 'failed',
      source: text,
      problem: { kind: 'not-an-email', message: text, hint: text },
    });
    const pagesWith = (text: string): Promise<string[]> =>
      Promise.all([
        page('one', judgedWith(text)),
        page('many', judgedWith(text), failedWith(text)),
        ...proofsWith(text).map(provePage),
      ]);
    // Where a text has brackets of its own, the places of words overlap, and one mark does for two.
    const elementsIn = (html: string): string[] => tagsIn(html).filter((tag) => tag !== 'mark');
    const expected = (await pagesWith('mail.example.com')).map(elementsIn);
    for (const text of hostileTexts) {
      const pages = await pagesWith(text);
      expect([text, pages.map(elementsIn)]).toEqual([text, expected]);
      for (const html of pages) expect(html).not.toMatch(harmful);
    }
  });
});

describe('the page of one message', () => {
  test('has the verdict, believed and claimed apart, and the deciding characters marked in the line itself', async () => {
    const html = await page('one', judged('a.eml', samples.confirmed));
    expect(html).toContain(
      '<h1 class="good">CONFIRMED: The message came through sendsay: mx.example.net received it from gato033.sndsy.ru [185.138.182.33].</h1>',
    );
    expect(html).toMatch(/<h3>Believed<\/h3>.*Hop 1.*Hop 2.*<h3>Claimed by the sender.*Hop 3/);
    expect(html).toContain(
      '<b>Received: </b>from gato033.sndsy.ru (<mark class="good">gato033.sndsy.ru</mark> [<mark class="good">185.138.182.33</mark>]) by mx.example.net (Postfix) with ESMTPS',
    );
    // The first name is the client's own word.
    expect(html.match(/<mark/g)).toHaveLength(4);
  });

  test('folds the lines that do not decide', async () => {
    const html = await page('one', judged('a.eml', samples.confirmed));
    expect(html.match(/<details><summary>Received line, line [17] of the file/g)).toHaveLength(2);
  });

  test('a verdict without a line is a sentence, why, and what to do', async () => {
    const html = await page('one', judged('-', samples.noTrace));
    expect(html).toContain('<p class="quiet">standard input</p>');
    expect(html).toContain('<code>akrelay explain no-trace</code>');
    expect(html).not.toContain('<ol');
  });
});

describe('the page of several', () => {
  test('has a fold for each, what is not confirmed first', async () => {
    const html = await page('many', ...results);
    expect(html).toContain('<h1 class="bad">5 inputs: 1 confirmed, 2 not confirmed, 1 cannot tell, 1 error</h1>');
    const words = [...html.matchAll(/<summary><span class="(\w+)">([A-Z ]+):/g)].map(([, tone, word]) => [tone, word]);
    expect(words).toEqual([
      ['bad', 'NOT CONFIRMED'],
      ['bad', 'NOT CONFIRMED'],
      ['warn', 'CANNOT TELL'],
      ['bad', 'ERROR'],
      ['good', 'CONFIRMED'],
    ]);
  });

  test('of very many shows two hundred, and says so', async () => {
    const many = Array.from({ length: 300 }, (_, n) => judged(`${n}.eml`, samples.confirmed));
    const html = await page('many', ...many, judged('bad.eml', samples.belowBoundary));
    expect(html.match(/<details><summary><span/g)).toHaveLength(200);
    expect(html).toContain('200 of them are shown, the worst first.');
    expect(html).toContain('bad.eml');
  });
});
