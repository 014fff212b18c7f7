import { AkrelayError } from '../../errors.js';
import { type CheckChange, changesBetween } from '../../relay/check-changes.js';
import { type CheckSnapshot, readSnapshot, type SenderSnapshot, snapshotSchema } from '../../relay/check-snapshot.js';
import type { CheckStep } from '../../relay/check-step.js';
import { authMethodsOf, offersStarttls } from '../../relay/extensions.js';
import { formatHostPort } from '../../relay/host-port.js';
import type { RelaySender } from '../../relay/sender.js';
import { safeJson } from '../../safe-text.js';
import type { Inspection } from '../../world/smtp/smtp.js';
import type { Files } from '../../world/world.js';
import { step } from './step.js';

/** What is worth keeping of a look. */
export function snapshotOf({ name, relay }: RelaySender, seen: Inspection): SenderSnapshot {
  const offers = seen.extensions ?? (relay.tls === 'starttls' ? undefined : seen.plainExtensions);
  const first = relay.tls === 'none' ? seen.extensions : seen.plainExtensions;
  return {
    sender: name,
    relay: formatHostPort(relay),
    tls: relay.tls,
    addresses: seen.dns === undefined ? null : [...seen.dns.addresses].sort(),
    starttls: first === undefined ? null : offersStarttls(first) ? 'offered' : 'missing',
    keywords: offers?.filter((line) => !/^(AUTH\b|STARTTLS$)/i.test(line)).sort() ?? null,
    authMethods: offers === undefined ? null : [...new Set(authMethodsOf(offers) ?? [])].sort(),
    tlsVersion: seen.tls?.version ?? null,
    certificate: seen.certificate ?? null,
  };
}

/** The text of the file. */
export function snapshotText(senders: readonly SenderSnapshot[], now: Date): string {
  return safeJson(`${JSON.stringify({ schema: snapshotSchema, savedAt: now.toISOString(), senders }, null, 2)}\n`);
}

/** The file of `--compare`. Throws `input-missing`, or `bad-input` when it is of another format. */
export async function openSnapshot(
  file: string,
  withinMs: number | undefined,
  { read }: Pick<Files, 'read'>,
): Promise<CheckSnapshot> {
  const bytes = await read(file, { fate: 'replaceable', mostMegabytes: 16, withinMs });
  const snapshot = readSnapshot(Buffer.from(bytes).toString('utf8'));
  if (snapshot !== undefined) return snapshot;
  throw new AkrelayError('bad-input', {
    message: `${file} was not written by akrelay check --save (${snapshotSchema}).`,
    hint: `Save one first: akrelay check --save ${file}`,
  });
}

export interface Comparison {
  readonly steps: readonly CheckStep[];
  readonly changes: readonly CheckChange[];
}

/** What changed since the file was saved. */
export function compare({ savedAt, senders }: CheckSnapshot, after: SenderSnapshot): Comparison {
  const before = senders.find(({ sender }) => sender === after.sender);
  const since = `since ${savedAt.slice(0, 16).replace('T', ' ')} UTC`;
  if (before === undefined)
    return { changes: [], steps: [step('compare', 'unknown', 'this sender is not in the saved file')] };
  const changes = changesBetween(before, after);
  if (changes.length === 0) return { changes, steps: [step('compare', 'pass', `nothing changed ${since}`)] };
  return { changes, steps: changes.map((change) => changeStep(change, since)) };
}

function changeStep({ state, says, finding }: CheckChange, since: string): CheckStep {
  const fix =
    state === 'fail'
      ? 'Do not send through it until the cause is known: something on the path may remove the offer.'
      : null;
  return step('compare', state, `${says} (${since})`, undefined, { fix, finding });
}
