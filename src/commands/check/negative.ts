import { AkrelayError } from '../../errors.js';
import type { CheckStep, StepId } from '../../relay/check-step.js';
import { authLines } from '../../relay/extensions.js';
import type { RelaySettings } from '../../relay/sender.js';
import { formatReply, outcomeOf, type SmtpReply } from '../../relay/smtp-reply.js';
import type { Inspection, RelayAccess } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import type { Look } from './look.js';
import { skipped, step } from './step.js';

/** Whether what must not work does not: each in a session of its own, none goes as far as DATA. */
export async function negativeSteps(
  relay: RelaySettings,
  { access, seen }: Look,
  reversePath: string | undefined,
  world: Pick<World, 'smtp' | 'randomHex' | 'learnSecret'>,
): Promise<CheckStep[]> {
  if (seen.greeting === undefined) return ids.map((id) => skipped(id, 'not reached: the relay did not greet'));
  return [
    clearAuth(access, seen),
    await wrongLogin(access, world),
    await openRelay(relay, access, reversePath ?? 'akrelay-check@example.com', world),
  ];
}

const ids = ['clear-auth', 'wrong-login', 'open-relay'] as const satisfies readonly StepId[];

/** RFC 4954 §4: a server that offers a login in clear text invites clients to give their passwords away. */
function clearAuth({ tls }: RelayAccess, { plainExtensions, extensions }: Inspection): CheckStep {
  if (tls === 'implicit') return step('clear-auth', 'pass', 'TLS from the first byte, so nothing comes before it');
  const lines = plainExtensions ?? extensions;
  if (lines === undefined) return step('clear-auth', 'unknown', 'the relay did not answer EHLO');
  const offered = authLines(lines);
  if (tls === 'none')
    return skipped('clear-auth', offered.length > 0 ? 'tls is none, so the login is in clear text' : 'tls is none');
  if (offered.length === 0) return step('clear-auth', 'pass', 'the relay offers no AUTH before TLS');
  return step('clear-auth', 'fail', `the relay offers ${offered.join(', ')} before TLS`, undefined, {
    fix: "Ask the relay's support to offer AUTH only after STARTTLS: akrelay sends no password before TLS, but other clients may.",
    finding: 'auth-before-tls',
  });
}

/** One attempt only: several could lock the account. */
async function wrongLogin(
  access: RelayAccess,
  { smtp, randomHex, learnSecret }: Pick<World, 'smtp' | 'randomHex' | 'learnSecret'>,
): Promise<CheckStep> {
  if (access.auth.method === 'none') return skipped('wrong-login', 'auth is none, so there is no login to try');
  const password = randomHex(12);
  learnSecret(password);
  const tried = await attempt(async () => {
    const session = await smtp.open({ ...access, auth: { ...access.auth, password } as RelayAccess['auth'] });
    await session.close();
  });
  if (tried === undefined)
    return step('wrong-login', 'fail', 'the relay accepts the configured user name with a random password', undefined, {
      fix: "Contact the relay's support: anyone can send in your name. Ignore this for a test relay that accepts any password.",
      finding: 'wrong-password-accepted',
    });
  return tried.kind === 'authentication'
    ? step('wrong-login', 'pass', `a random password is rejected: ${replyIn(tried)}`)
    : step('wrong-login', 'unknown', tried.message);
}

/** Reserved by RFC 2606 §3: nobody's own domain, so nobody's mail server is responsible for it. */
const outsider = 'akrelay-check@example.org';

async function openRelay(
  relay: RelaySettings,
  access: RelayAccess,
  reversePath: string,
  { smtp }: Pick<World, 'smtp'>,
): Promise<CheckStep> {
  let reply: SmtpReply | undefined;
  const tried = await attempt(async () => {
    const session = await smtp.open({ ...access, auth: { method: 'none' } });
    const envelope = { reversePath, forwardPaths: [outsider] };
    reply = (await session.probe(envelope, 'rcpt').finally(session.close)).recipients[0];
  });
  if (reply === undefined) return step('open-relay', 'unknown', tried?.message ?? 'the relay did not answer');
  const said = formatReply(reply);
  const outcome = outcomeOf(reply);
  if (outcome === 'accepted') return relayed(relay, said);
  if (outcome === 'deferred') return step('open-relay', 'unknown', `the relay refused temporarily: ${said}`);
  // RFC 3463 §3.2: 5.1.x is about an address, not about who asks.
  return /^5\.1\./.test(reply.enhancedStatusCode ?? '')
    ? step('open-relay', 'unknown', `refused because of an address, not because the login is missing: ${said}`)
    : step('open-relay', 'pass', `the relay refuses mail to ${outsider} without a login: ${said}`);
}

function relayed({ auth }: RelaySettings, said: string): CheckStep {
  const evidence = `the relay accepts an external recipient without a login: ${said}; the session ended before DATA`;
  if (auth === 'none')
    return step('open-relay', 'pass', `${evidence}; auth is none, so it must identify this machine by its address`);
  return step('open-relay', 'fail', evidence, undefined, {
    fix: 'Try from a machine with another address. If it is refused there, the relay knows this address, and auth: none is enough. If not, anyone can send through the relay.',
    finding: 'relays-without-login',
  });
}

/** The error of an attempt that fails, as far as it is the relay's; undefined when it does not fail. */
async function attempt(work: () => Promise<void>): Promise<AkrelayError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof AkrelayError) || error.kind === 'cancelled') throw error;
    return error;
  }
}

function replyIn({ data, message }: AkrelayError): string {
  const { replyCode, enhancedStatusCode, text } = (data['reply'] ?? {}) as Partial<SmtpReply>;
  if (replyCode === undefined) return message;
  return formatReply({ replyCode, enhancedStatusCode, text: text ?? '' });
}
