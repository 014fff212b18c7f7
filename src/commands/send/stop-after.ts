import type { ExitName } from '../../exit-code.js';
import { sendOutcome } from '../../relay/delivery.js';
import type { ReplyFacts, SessionTimings, TlsFacts } from '../../relay/receipt.js';
import type { StopStage } from '../../relay/smtp-stage.js';
import type { RelayAccess, SessionFacts } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import type { Prepared } from './prepare.js';
import { replyFacts } from './receipt-of.js';

/** A session that was ended on purpose: how far it came. */
export interface Stopped {
  readonly stoppedAfter: StopStage;
  readonly sender: string;
  readonly relay: {
    readonly host: string;
    readonly port: number;
    readonly address: string;
    readonly greeting: string | null;
    /** What this machine called itself; null when the session did not come to EHLO. */
    readonly ehloName: string | null;
    readonly extensions: readonly string[];
  };
  readonly tls: TlsFacts | null;
  /** The replies to RCPT, or to a MAIL that was refused; empty before that stage. */
  readonly recipients: readonly (ReplyFacts & { readonly forwardPath: string; readonly answered: 'mail' | 'rcpt' })[];
  readonly timings: SessionTimings;
}

/** Goes as far as the stage and says goodbye. Refusals of MAIL or RCPT are in the answer. */
export async function stopAfter(
  stage: StopStage,
  prepared: Prepared,
  world: World,
): Promise<{ readonly stopped: Stopped; readonly exit: ExitName }> {
  const { access } = prepared;
  if (stage === 'connect') {
    const { address, timings } = await world.smtp.reach(access);
    return { stopped: report(stage, prepared, { address }, timings, []), exit: 'done' };
  }
  const session = await world.smtp.open(reduced(access, stage));
  const probed =
    stage === 'mail' || stage === 'rcpt'
      ? await session.probe(prepared.envelope, stage).finally(session.close)
      : undefined;
  await session.close();
  const recipients = (probed?.recipients ?? []).map((reply, index) => ({
    forwardPath: prepared.envelope.forwardPaths[index] ?? '',
    answered: probed?.answered ?? 'mail',
    ...replyFacts(reply),
  }));
  const accepted = probed === undefined || sendOutcome(probed) === 'accepted';
  return {
    stopped: report(stage, prepared, session.facts, session.timings(), stage === 'rcpt' || !accepted ? recipients : []),
    exit: accepted ? 'done' : 'no',
  };
}

/** What the later stages need is left out: no login before `auth`, no TLS before `tls`. */
function reduced(access: RelayAccess, stage: StopStage): RelayAccess {
  const withoutLogin: RelayAccess = { ...access, auth: { method: 'none' } };
  if (stage === 'ehlo') return { ...withoutLogin, tls: access.tls === 'implicit' ? 'implicit' : 'none' };
  return stage === 'tls' ? withoutLogin : access;
}

function report(
  stoppedAfter: StopStage,
  { via, access }: Prepared,
  facts: Partial<SessionFacts> & { readonly address: string },
  timings: SessionTimings,
  recipients: Stopped['recipients'],
): Stopped {
  const { host, port } = access;
  return {
    stoppedAfter,
    sender: via.sender.name,
    relay: {
      host,
      port,
      address: facts.address,
      greeting: facts.greeting?.text ?? null,
      ehloName: facts.ehloName ?? null,
      extensions: facts.extensions ?? [],
    },
    tls: facts.tls ?? null,
    recipients,
    timings,
  };
}
