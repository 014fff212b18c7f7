import type { CheckStep, StepId } from '../../relay/check-step.js';
import { offersStarttls } from '../../relay/extensions.js';
import type { RelaySettings } from '../../relay/sender.js';
import { formatReply } from '../../relay/smtp-reply.js';
import type { Inspection } from '../../world/smtp/smtp.js';
import { certificateStep } from './certificate-step.js';
import { skipped, step } from './step.js';

const inClear = ['dns', 'connect', 'greeting', 'ehlo', 'tls', 'certificate', 'auth', 'limits'] as const;
const inTls = ['dns', 'connect', 'tls', 'certificate', 'greeting', 'ehlo', 'auth', 'limits'] as const;
type WireStep = (typeof inClear)[number];

/** What a look at the relay says, step by step, in the order of the wire. A step that never happened is not `pass`. */
export function networkSteps(relay: RelaySettings, seen: Inspection, now: Date, minDays?: number): CheckStep[] {
  const failedAt = failedStep(seen);
  return (relay.tls === 'implicit' ? inTls : inClear).map((id) => {
    if (id === failedAt) return failureStep(id, seen, now);
    if (failedAt !== undefined && !happened[id](seen, failedAt, relay))
      return skipped(id, `not reached: ${failedAt} failed`);
    return passed[id]({ relay, seen, now, minDays });
  });
}

/** Whether there is something to show of a step, when another one failed. */
const happened: Readonly<Record<WireStep, (seen: Inspection, failedAt: WireStep, relay: RelaySettings) => boolean>> = {
  dns: ({ dns }) => dns !== undefined,
  connect: ({ tcp }) => tcp.some(({ answer }) => answer === 'open'),
  greeting: ({ greeting }) => greeting !== undefined,
  ehlo: ({ plainExtensions, extensions }) => (plainExtensions ?? extensions) !== undefined,
  // Broken off at the certificate, it was under way.
  tls: (seen, failedAt, relay) => seen.tls !== undefined || failedAt === 'certificate' || isWithoutTls(relay, seen),
  certificate: (seen, _failedAt, relay) => seen.tls !== undefined || isWithoutTls(relay, seen),
  auth: () => false,
  limits: () => false,
};

/** With \`tls: none\` what EHLO said is all that there is to say of it. */
function isWithoutTls({ tls }: RelaySettings, { extensions }: Inspection): boolean {
  return tls === 'none' && extensions !== undefined;
}

/** Which step a failure belongs to. */
function failedStep({ failure }: Inspection): WireStep | undefined {
  if (failure === undefined) return undefined;
  const certificate = ['tls-expired', 'tls-not-yet-valid', 'tls-wrong-name', 'tls-untrusted', 'tls-weak-key'];
  if (certificate.includes(failure.id)) return 'certificate';
  if (failure.stage === 'starttls') return 'tls';
  return inClear.find((id) => id === failure.stage) ?? 'auth';
}

function failureStep(id: StepId, { failure, certificate, timings }: Inspection, now: Date): CheckStep {
  // OpenSSL says the same of each certificate of a chain.
  const isInDate = failure?.id === 'tls-expired' && certificate !== undefined && new Date(certificate.validTo) > now;
  const whose = isInDate ? ' The expired one is an intermediate certificate.' : '';
  const shown = id === 'certificate' && certificate ? ` The certificate is ${describe(certificate)}.` : '';
  return step(id, 'fail', `${failure?.message ?? ''}${whose}${shown}`, tookOf(id, timings), {
    fix: failure?.hint ?? null,
    finding: failure?.id ?? null,
  });
}

function describe({ subject, issuer, names, validFrom, validTo }: NonNullable<Inspection['certificate']>): string {
  return `for ${names.join(', ') || subject}, issued by ${issuer || 'itself'}, valid ${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}`;
}

interface Look {
  readonly relay: RelaySettings;
  readonly seen: Inspection;
  readonly now: Date;
  readonly minDays: number | undefined;
}

const passed: Readonly<Record<WireStep, (look: Look) => CheckStep>> = {
  dns: ({ seen: { dns } }) => step('dns', 'pass', dns?.addresses.join(', ') ?? '', dns?.tookMs),
  connect: ({ seen: { tcp } }) => {
    const closed = tcp.filter(({ answer }) => answer !== 'open');
    const evidence = tcp.map(({ address, answer, tookMs }) => `${address} ${answer} (${tookMs} ms)`).join(', ');
    return closed.length === 0
      ? step('connect', 'pass', evidence)
      : step('connect', 'warn', evidence, undefined, {
          fix: "Report the addresses that do not answer to the relay's support: mail may be slow or fail when one of them is used.",
          finding: 'connect-some-addresses',
        });
  },
  greeting: ({ seen: { greeting, leftAddresses, timings } }) => {
    const slow = (timings.greetingMs ?? 0) > 5_000;
    const evidence = greeting ? formatReply(greeting) : '';
    if (leftAddresses.length > 0)
      return step('greeting', 'warn', `${evidence}; ${leftAddresses.join(' ')}`, timings.greetingMs, {
        fix: "Report the failed address to the relay's support; the session used another one.",
        finding: 'connect-some-addresses',
      });
    return slow
      ? step('greeting', 'warn', `${evidence} (slow)`, timings.greetingMs, {
          fix: 'Make sure that no client times out before the greeting.',
          finding: 'greeting-slow',
        })
      : step('greeting', 'pass', evidence, timings.greetingMs);
  },
  ehlo: ({ seen: { ehloName, extensions, plainExtensions, timings } }) => {
    const offered = (extensions ?? plainExtensions)?.join(', ') || 'no extensions';
    return step('ehlo', 'pass', `as ${ehloName}: ${offered}`, timings.ehloMs);
  },
  tls: ({ relay, seen: { tls, timings, plainExtensions, extensions } }) => {
    if (relay.tls === 'none') {
      const offered = offersStarttls(plainExtensions ?? extensions ?? []);
      if (offered && relay.acknowledge.includes('auth-clear-text'))
        return step('tls', 'pass', 'tls is none, as acknowledged, although the relay offers STARTTLS');
      return offered
        ? step('tls', 'warn', 'tls is none, but the relay offers STARTTLS', undefined, {
            fix: 'Set tls: starttls, so that nothing is sent in clear text.',
            finding: 'tls-unused',
          })
        : skipped('tls', 'tls is none, and the relay offers no STARTTLS');
    }
    if (tls === undefined) return step('tls', 'unknown', 'the handshake stopped at the certificate');
    // Only where Node was told to allow it.
    if (/^TLSv1(\.1)?$/.test(tls.version))
      return step('tls', 'warn', `${tls.version}, ${tls.cipher}`, timings.tlsMs, {
        fix: "Ask the relay's support for TLS 1.2 or newer: TLS 1.0 and 1.1 are insecure.",
        finding: 'tls-old',
      });
    return step('tls', 'pass', `${tls.version}, ${tls.cipher}`, timings.tlsMs);
  },
  certificate: ({ relay, seen: { certificate }, now, minDays }) =>
    relay.tls === 'none' || certificate === undefined
      ? skipped('certificate', 'no TLS')
      : certificateStep(certificate, now, minDays),
  auth: ({ relay, seen: { timings } }) =>
    relay.auth === 'none'
      ? skipped('auth', 'auth is none')
      : step('auth', 'pass', `${relay.auth} accepted; no mail was sent`, timings.authMs),
  limits: ({ seen: { extensions = [] } }) => {
    const lines = extensions.filter((line) =>
      /^(SIZE|LIMITS|PIPELINING|CHUNKING|DSN|SMTPUTF8|8BITMIME|REQUIRETLS)\b/i.test(line),
    );
    return step(
      'limits',
      lines.length === 0 ? 'unknown' : 'pass',
      lines.map(limitOf).join(', ') || 'the relay announces none',
    );
  },
};

function limitOf(line: string): string {
  const size = /^SIZE (\d+)$/i.exec(line)?.[1];
  if (size === undefined) return line;
  return size === '0' ? 'no size limit' : `messages up to ${Math.round(Number(size) / 104_857.6) / 10} MiB`;
}

function tookOf(id: StepId, timings: Inspection['timings']): number | undefined {
  const times: Partial<Record<StepId, number | undefined>> = {
    dns: timings.dnsMs,
    connect: timings.connectMs,
    greeting: timings.greetingMs,
    ehlo: timings.ehloMs,
    tls: timings.tlsMs,
    auth: timings.authMs,
  };
  return times[id];
}
