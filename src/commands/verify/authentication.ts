import { listedFields } from '../../trace/authentication/listed-fields.js';
import { returnPath, type Stated, statedFields, trustedResults } from '../../trace/authentication/stated-results.js';
import type { PathVerdict } from '../../trace/path/verdict.js';
import type { Authenticator, Handover, Recomputed } from '../../world/authentication/authenticator.js';
import type { InputFile, InputMessage } from '../../world/messages/message-files.js';
import type { Judge } from './judge-message.js';
import { oneByOne } from './one-by-one.js';
import type { MessageResult } from './result.js';

/** What contradicts what. It never decides the verdict. */
export interface AuthFinding {
  readonly id: string;
  readonly says: string;
}

/** The authentication of one message: recomputed, and as our own servers state it. */
export interface Authentication {
  readonly handover: Handover;
  readonly recomputed: Recomputed;
  /** Of each signature whose selector has the shape that a provider documents: which one. */
  readonly selectors: readonly { readonly selector: string; readonly provider: 'sendsay' }[];
  readonly stated: readonly Stated[];
  readonly findings: readonly AuthFinding[];
}

/** So much of a message is read for its signatures. */
const mostBytes = 64 * 1024 * 1024;

/** The results of all files, each with its authentication, one after another: name servers are asked for each. */
export async function* withAuthentication(
  files: AsyncIterable<readonly InputFile[]>,
  judge: Judge,
  authenticator: Authenticator,
): AsyncIterable<readonly MessageResult[]> {
  try {
    yield* oneByOne(files, judge, (message, result) => addAuthentication(message, result, authenticator));
  } finally {
    await authenticator.close();
  }
}

/** Adds the authentication to the result of a message; name servers are asked. */
export async function addAuthentication(
  message: InputMessage,
  result: MessageResult,
  authenticator: Authenticator,
): Promise<MessageResult> {
  if (result.kind === 'failed') return result;
  const { bytes, end } = await message.longer(mostBytes);
  const authentication = await authenticationOf(canonicalBytes(bytes), result.verdict, authenticator);
  const cut = {
    id: 'authentication-cut',
    says: 'Only part of the message was read, so its signatures cannot be verified.',
  };
  const findings = end === 'cut' ? [...authentication.findings, cut] : authentication.findings;
  return { ...result, authentication: { ...authentication, findings } };
}

/** What the message's signatures and DNS give, besides what is stated. */
export async function authenticationOf(
  bytes: Uint8Array,
  verdict: PathVerdict,
  authenticator: Authenticator,
): Promise<Authentication> {
  const { hops, boundaryHop, trust } = verdict;
  const boundary = { hops, boundaryHop, profile: trust.kind === 'profile' ? trust.profile : undefined };
  const fields = listedFields(bytes, statedFields);
  const from = hops[boundaryHop ?? -1]?.from;
  const handover = {
    address: from?.tcpInfo.address,
    ehloName: from?.ehloName,
    reversePath: returnPath(fields, boundary),
  };
  const recomputed = await authenticator.check(bytes, handover);
  const stated = trustedResults(fields, boundary);
  const selectors = recomputed.dkim.flatMap(({ selector }) =>
    selector !== undefined && sendsaySelector.test(selector) ? [{ selector, provider: 'sendsay' } as const] : [],
  );
  const findings = recomputed.overLimit ? [overLimit] : contradictions(handover, recomputed, stated);
  return { handover, recomputed, selectors, stated, findings };
}

const overLimit: AuthFinding = {
  id: 'authentication-over-limit',
  says: 'The header is longer or has more signatures than real mail, so no signature was verified.',
};

/** Sendsay signs with selectors of the shape `<login>.<number>`, a dot inside (docs.sendsay.ru, read 2026-11). */
const sendsaySelector = /^[\w-]+\.\d+$/;

function contradictions({ address }: Handover, recomputed: Recomputed, stated: readonly Stated[]): AuthFinding[] {
  const found = stated.flatMap(({ field, by, clientIp, results }): AuthFinding[] => {
    const who = by === undefined ? field : `${field} of ${by}`;
    const otherClient =
      clientIp !== undefined && address !== undefined && clientIp !== address
        ? [
            {
              id: 'authentication-client-differs',
              says: `${who} gives the client address ${clientIp}, but the deciding line has ${address}.`,
            },
          ]
        : [];
    const otherResults = results.flatMap(({ method, result }) => {
      const ours = resultOf(method, recomputed);
      return ours === undefined || ours === 'temperror' || agrees(ours, result)
        ? []
        : [
            {
              id: 'authentication-result-differs',
              says: `${who} says ${method}=${result}; akrelay computes ${ours}.`,
            },
          ];
    });
    return [...otherClient, ...otherResults];
  });
  return [...new Map(found.map((one) => [one.says, one])).values()];
}

function resultOf(method: string, { spf, dkim, dmarc, arc }: Recomputed): string | undefined {
  if (method === 'dkim') return dkim.some(({ result }) => result === 'pass') ? 'pass' : (dkim[0]?.result ?? 'none');
  if (method === 'spf' && spf.domain === undefined) return undefined;
  return { spf: spf.result, dmarc: dmarc.result, arc: arc.result }[method];
}

/** Pass or not: of what failed, readers choose different words. A signature stated to fail may be one of several. */
function agrees(ours: string, theirs: string): boolean {
  return (ours === 'pass') === (theirs === 'pass' || theirs === 'bestguesspass');
}

/** Without the `From ` lines of an mbox, and with CRLF, which signatures are made over (RFC 6376 §5.3). */
function canonicalBytes(bytes: Uint8Array): Uint8Array {
  let text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  text = text.replace(/^(?:>?From [^\n]*\n)+/, '');
  const first = text.indexOf('\n');
  if (first > 0 && text[first - 1] !== '\r') text = text.replace(/\r?\n/g, '\r\n');
  return Buffer.from(text, 'latin1');
}
