import { AkrelayError } from '../../errors.js';
import type { CertificateFacts } from '../../relay/receipt.js';
import type { SmtpStage } from '../../relay/smtp-stage.js';
import { extensionsOf } from './enter.js';
import { resolveHost } from './resolve-host.js';
import { openSession, type SessionTools, type Trail } from './session.js';
import type { Inspection, InspectionFailure, RelayAccess } from './smtp.js';
import { tryAddresses } from './tcp.js';
import { timingsOf } from './timings.js';

/** Looks at a relay: names, addresses, greeting, extensions, TLS, login. */
export async function inspect(access: RelayAccess, tools: SessionTools): Promise<Inspection> {
  const startMs = tools.clock.elapsedMs();
  const addresses = await attempt(resolveHost(access, tools.cancelled));
  if ('failure' in addresses) return { ...nothing, failure: addresses.failure };
  const dns = { addresses: addresses.value, tookMs: Math.round((tools.clock.elapsedMs() - startMs) * 10) / 10 };
  const tcp = await tryAddresses(access, addresses.value, tools);
  const trail: Trail = {};
  const session = await attempt(openSession({ ...access, addresses: addresses.value }, tools, { trail }));
  if ('value' in session) await session.value.close();
  const failure = 'failure' in session ? session.failure : undefined;
  const seen = seenBy(trail);
  return {
    ...seen,
    dns,
    tcp,
    failure,
    isAuthenticated: failure === undefined && access.auth.method !== 'none',
    certificate: seen.tls?.certificate ?? (await refusedCertificate(access, tools, failure)),
  };
}

/** Of a relay of which nothing was seen. */
export const nothing: Inspection = {
  dns: undefined,
  tcp: [],
  greeting: undefined,
  leftAddresses: [],
  ehloName: undefined,
  plainExtensions: undefined,
  extensions: undefined,
  tls: undefined,
  certificate: undefined,
  isAuthenticated: false,
  timings: {},
  failure: undefined,
};

async function attempt<T>(work: Promise<T>): Promise<{ readonly value: T } | { readonly failure: InspectionFailure }> {
  try {
    return { value: await work };
  } catch (error) {
    if (!(error instanceof AkrelayError) || error.kind === 'cancelled' || error.kind === 'config') throw error;
    if (error.data['id'] === undefined) throw error;
    const { kind, message, hint, data } = error;
    return { failure: { id: String(data['id']), stage: data['stage'] as SmtpStage, kind, message, hint } };
  }
}

function seenBy({
  place,
  connect,
  tls,
  greeting,
  leftAddresses = [],
}: Trail): Omit<Inspection, 'dns' | 'tcp' | 'failure' | 'certificate' | 'isAuthenticated'> {
  const exchanges = place?.channel.conversation.exchanges ?? [];
  const replies = exchanges.filter(({ stage, reply }) => stage === 'ehlo' && reply.startsWith('2'));
  const [first, second] = place?.access.tls === 'starttls' ? replies : [undefined, replies[0]];
  return {
    greeting,
    leftAddresses,
    ehloName: greeting && place?.ehloName,
    plainExtensions: first && extensionsOf(first.reply),
    extensions: second && extensionsOf(second.reply),
    tls,
    timings: connect ? timingsOf(exchanges, connect) : {},
  };
}

/** A second look, with no credential, at a certificate that was refused: what it says is the evidence. */
async function refusedCertificate(
  access: RelayAccess,
  tools: SessionTools,
  failure: InspectionFailure | undefined,
): Promise<CertificateFacts | undefined> {
  if (failure?.kind !== 'tls' || failure.stage !== 'tls') return undefined;
  const trail: Trail = {};
  const look = openSession({ ...access, auth: { method: 'none' } }, tools, { certificates: 'looked-at', trail });
  const session = await attempt(look);
  if ('value' in session) await session.value.close();
  return trail.tls?.certificate;
}
