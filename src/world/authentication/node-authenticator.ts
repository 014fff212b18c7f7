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
  const signed = await dkimVerify(message, options);
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
  };
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
