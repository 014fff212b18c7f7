import { AkrelayError, type ErrorKind } from '../../errors.js';
import type { Config } from '../../relay/config.js';
import { formatHostPort } from '../../relay/host-port.js';
import type { ProofStep } from '../../relay/proof.js';
import type { ProofReceipt, RulePlace } from '../../relay/proof-receipt.js';
import type { RelaySender } from '../../relay/sender.js';
import type { StoredEvent } from '../../world/events/store.js';
import type { World } from '../../world/world.js';
import { configStep } from '../check/config-step.js';
import { lookAt } from '../check/look.js';
import type { NamedAccess } from '../mailboxes/access.js';
import type { Prepared } from '../send/prepare.js';
import { stopwatch } from '../stopwatch.js';
import { type Arrived, arrival, nothingSent } from './arrival.js';
import { deliveryEvent } from './event.js';
import type { LiveSteps } from './live.js';
import type { ProveOptions } from './options.js';
import type { Plan } from './plan.js';
import { type SentProof, sendForProof } from './sending.js';
import { failedStep, notReached, proofStep } from './step.js';

/** All that was seen of one message. */
export interface Proof {
  readonly sender: string;
  readonly place: RulePlace | undefined;
  readonly steps: readonly ProofStep[];
  readonly receipt: ProofReceipt | undefined;
  readonly sending?: SentProof;
  readonly arrived?: Arrived;
  readonly events?: readonly StoredEvent[];
  /** Ends the call of a single proof with its exit code. */
  readonly error?: ErrorKind | undefined;
}

/** Where the messages are looked for, and how. */
export interface Ways {
  readonly named: NamedAccess;
  readonly options: ProveOptions;
  readonly config: Config;
  readonly world: World;
  /** Shows the steps while they are made. */
  readonly live: LiveSteps;
}

/** Sends all messages, each of which joins `begun`: one relay or mailbox is looked at once. */
export async function sendAll(plans: readonly Plan[], ways: Ways, begun: Proof[]): Promise<void> {
  const { world, live } = ways;
  const looks = new Map<string, readonly ProofStep[]>();
  let mailbox: Checked | undefined;
  for (const plan of plans) {
    const { sender } = plan.prepared.via;
    live.message(sender.name, []);
    live.running('connect', formatHostPort(sender.relay));
    const before = looks.get(sender.name) ?? (await relaySteps(plan, world));
    looks.set(sender.name, before);
    live.ended(before);
    const base = { sender: sender.name, place: plan.place, receipt: undefined };
    const broken = before.find(({ state }) => state === 'fail');
    if (broken !== undefined) {
      begun.push({
        ...base,
        steps: [...before, ...notReached(['mailbox', 'send'], broken.id), ...nothingSent(broken.id, plan.place)],
      });
      continue;
    }
    mailbox ??= await mailboxStep(ways);
    live.ended([mailbox.step]);
    const steps = [...before, mailbox.step];
    if (mailbox.error === undefined) begun.push(await begin(plan, steps, ways));
    else
      begun.push({
        ...base,
        steps: [...steps, ...notReached(['send'], 'mailbox'), ...nothingSent('mailbox', plan.place)],
        error: mailbox.error,
      });
  }
}

async function begin(plan: Plan, before: readonly ProofStep[], { live, world }: Ways): Promise<Proof> {
  const { prepared, sendOptions, place, expected } = plan;
  const sender = prepared.via.sender.name;
  live.running('send', `through ${sender}`);
  const sending = await sendForProof(prepared, sendOptions, world);
  live.ended([sending.step]);
  const base = { sender, place, sending };
  const steps = [...before, sending.step];
  if (sending.receipt === undefined)
    return { ...base, receipt: undefined, steps: [...steps, ...nothingSent('send', place)], error: sending.error };
  return { ...base, steps, receipt: expected === undefined ? sending.receipt : { ...sending.receipt, expected } };
}

/** What was sent is waited for: one after the other, but until the same moment. */
export async function followAll(begun: readonly Proof[], ways: Ways): Promise<Proof[]> {
  const { clock } = ways.world;
  const endMs = clock.elapsedMs() + ways.options.waitMs;
  const proofs: Proof[] = [];
  for (const one of begun) {
    const waitMs = Math.max(0, endMs - clock.elapsedMs());
    proofs.push(one.receipt === undefined ? one : await follow(one, one.receipt, waitMs, ways));
  }
  return proofs;
}

/** The message and its event are waited for at the same time. */
async function follow(begun: Proof, receipt: ProofReceipt, waitMs: number, ways: Ways): Promise<Proof> {
  const { named, config, world, live } = ways;
  const options = { ...ways.options, waitMs };
  live.message(begun.sender, begun.steps);
  live.running('arrival', `waiting for the message in ${named.name}`);
  live.running('event', 'waiting for the delivery event');
  const [arrived, reported] = await Promise.all([
    live.while(arrival(receipt, named, config, options, world), ({ steps }) => steps),
    live.while(deliveryEvent(receipt, options, world), ({ step }) => [step]),
  ]);
  const steps = [...begun.steps, ...withDoubts(arrived.steps, reported.step), reported.step];
  return { ...begun, steps, arrived, events: reported.events };
}

async function relaySteps({ prepared, sendOptions }: Plan, world: World): Promise<ProofStep[]> {
  const { ca, totalMs, session } = sendOptions;
  const configPath = (await world.config.find()) ?? '';
  const look = await lookAt(withKnownLogin(prepared), { ca, totalMs, session, configPath, minDays: undefined }, world);
  return [configStep(prepared.via.sender), ...look.steps];
}

/** The sender with the login that was resolved already: a person is not asked twice. */
function withKnownLogin({ via: { sender }, access: { auth } }: Prepared): RelaySender {
  if (auth.method === 'none') return sender;
  const [username, password] = [auth.username, auth.password].map((value) => ({ kind: 'literal', value }) as const);
  return { ...sender, relay: { ...sender.relay, username, password } };
}

interface Checked {
  readonly step: ProofStep;
  readonly error?: ErrorKind;
}

/** Whether the mailbox can be read at all, before anything is sent. */
async function mailboxStep({ named: { name, access }, options, world, live }: Ways): Promise<Checked> {
  const { timeoutMs } = options.mailbox;
  const tookMs = stopwatch(world);
  live.running('mailbox', name);
  try {
    const mailbox = await world.mailbox(access, { timeoutMs, totalMs: timeoutMs });
    try {
      await mailbox.find({ token: `akrelay-${world.randomHex(12)}`, messageId: undefined });
      return { step: proofStep('mailbox', 'pass', `${name}: ${mailbox.folders().join(', ')}`, tookMs()) };
    } finally {
      await mailbox.close();
    }
  } catch (error) {
    if (!(error instanceof AkrelayError) || error.kind === 'cancelled') throw error;
    return { step: failedStep('mailbox', error, tookMs()), error: error.kind };
  }
}

/** What the event says of a message that did not arrive. */
function withDoubts(steps: readonly ProofStep[], event: ProofStep): readonly ProofStep[] {
  if (event.state !== 'pass') return steps;
  return steps.map((step) =>
    step.finding === 'prove-not-arrived'
      ? {
          ...step,
          state: 'fail',
          evidence: `${step.evidence}, though the relay reports its delivery`,
          finding: 'prove-mail-missing',
          fix: 'Look in other folders (--folder), and check the rules of the mailbox and that it belongs to the recipient.',
        }
      : step,
  );
}
