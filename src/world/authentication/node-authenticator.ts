import { arc } from 'mailauth/lib/arc/index.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { dmarc } from 'mailauth/lib/dmarc/index.js';
import { spf } from 'mailauth/lib/spf/index.js';
import { deadlineIn } from '../deadline.js';
import type { Files } from '../world.js';
import type { Authenticator, AuthenticatorSettings, Handover, Recomputed } from './authenticator.js';
import { type Resolver, recordedDns } from './recorded-dns.js';

/** For everything that name servers are asked about one message. */
const messageMs = 20_000;
/** Weaker keys prove nothing any more (RFC 8301 §3.2). */
const leastKeyBits = 1024;
const mostHeaderBytes = 512 * 1024;
const mostHeaderLines = 4_000;
const mostSignatures = 10;
const mostComparisons = 50_000_000;
const mostLinesHashed = 500_000;

/** Checks messages with mailauth, part by part: the whole of it also sends reports and fetches logos. */
export async function nodeAuthenticator(
  settings: AuthenticatorSettings,
  files: Files,
  cancelled: AbortSignal,
): Promise<Authenticator> {
  const dns = await recordedDns(settings, files);
  return {
    check: async (bytes, handover) => {
      const over = deadlineIn(messageMs, cancelled);
      const resolver = dns.forMessage(over.signal);
      const found = await quietly(() => recomputed(Buffer.from(bytes), handover, resolver)).finally(over.end);
      cancelled.throwIfAborted();
      return found;
    },
    close: dns.keep,
  };
}

async function recomputed(
  message: Buffer,
  { address, ehloName, reversePath }: Handover,
  resolver: Resolver,
): Promise<Recomputed> {
  const options = { resolver: resolver as never, minBitLength: leastKeyBits };
  const verifiable = isVerifiable(message);
  const signed = await dkimVerify(verifiable ? message : Buffer.alloc(0), options);
  // RFC 7208 §2.4: of the null sender, and where none is known, the EHLO name is asked.
  const spfFound =
    address === undefined
      ? undefined
      : await spf({
          ...options,
          ip: address,
          helo: ehloName ?? `[${address}]`,
          sender: reversePath ?? '',
          mta: 'localhost',
        });
  const arcFound = await arc(signed.arc as never, options);
  const passed = signed.results.filter(({ status }) => status.result === 'pass');
  const dmarcFound =
    signed.headerFrom.length === 0
      ? false
      : await dmarc({
          ...options,
          headerFrom: signed.headerFrom,
          spfDomains: spfFound?.status.result === 'pass' && spfFound.domain ? [spfFound.domain] : [],
          dkimDomains: passed.map(({ id, signingDomain, status }) => ({
            id,
            domain: signingDomain,
            aligned: status.aligned,
            underSized: status.underSized,
          })),
          arcResult: arcFound,
        } as never);
  return {
    spf: {
      result: spfFound?.status.result ?? 'none',
      domain: spfFound?.domain || undefined,
      reason:
        spfFound === undefined
          ? 'no believed line shows the client'
          : spfFound.status.comment?.replace(/^localhost: /, '') || undefined,
    },
    dkim: signed.results.flatMap(({ status, signingDomain, selector, ...rest }) =>
      signingDomain === undefined
        ? []
        : [
            {
              result: status.result,
              domain: signingDomain,
              selector,
              algorithm: (rest as { algo?: string }).algo,
              aligned: Boolean(status.aligned),
              reason: status.comment || undefined,
            },
          ],
    ),
    dmarc: {
      result: dmarcFound === false ? 'none' : dmarcFound.status.result,
      domain: dmarcFound === false ? undefined : dmarcFound.domain,
      policy: dmarcFound === false ? undefined : dmarcFound.policy,
    },
    arc: { result: arcFound.status.result, instances: Number(arcFound.i) },
    overLimit: !verifiable,
  };
}

/**
 * Whether the library verifies the signatures in a fraction of a second: it looks for each name that a signature lists in all fields, and hashes
 * the body line by line anew for each length that a signature covers. RFC 6376 §6.1 allows such limits. Real headers have some 500 lines and one
 * to five signatures.
 */
function isVerifiable(message: Buffer): boolean {
  const text = message.toString('latin1');
  const found = text.search(/\n\r?\n/);
  const header = found < 0 ? text : text.slice(0, found);
  const [lines, fields, colons, signatures] = [/\n/g, /\n(?!\s)/g, /:/g, /^dkim-signature/gim].map((what) =>
    countOf(what, header),
  ) as [number, number, number, number];
  const isHashedOften = signatures > 3 && signatures * countOf(/\n/g, text) > mostLinesHashed;
  return (
    header.length <= mostHeaderBytes &&
    lines <= mostHeaderLines &&
    fields * colons <= mostComparisons &&
    signatures <= mostSignatures &&
    !isHashedOften
  );
}

function countOf(what: RegExp, text: string): number {
  let count = 0;
  for (what.lastIndex = 0; what.test(text); ) count += 1;
  return count;
}

/** The library prints a line of its own to standard output for a signature over a part of the body, and a message decides whether it has one. */
async function quietly<Result>(work: () => Promise<Result>): Promise<Result> {
  const { log } = console;
  console.log = () => undefined;
  try {
    return await work();
  } finally {
    console.log = log;
  }
}
