import { AkrelayError, type ErrorKind, exitOf } from '../errors.js';
import type { ExitName } from '../exit-code.js';
import type { Config } from '../relay/config.js';
import {
  type ProofReceipt,
  type ProofStep,
  type ProofVerdict,
  proofFields,
  proofVerdict,
  readProofReceipt,
} from '../relay/proof.js';
import type { RelaySender } from '../relay/sender.js';
import { safeJson } from '../safe-text.js';
import type { StoredEvent } from '../world/events/store.js';
import type { World } from '../world/world.js';
import { chooseSender } from './ask-names.js';
import { configStep } from './check/config-step.js';
import { lookAt } from './check/look.js';
import type { CommandSpec } from './command.js';
import { findSender } from './find.js';
import { mailboxAccess, type NamedAccess } from './mailboxes/access.js';
import { openConfig } from './open-config.js';
import { type Arrived, arrival, nothingSent } from './prove/arrival.js';
import { deliveryEvent } from './prove/event.js';
import { declareProve, type ProveOptions, parseProve } from './prove/options.js';
import type { ProofFound } from './prove/result.js';
import { type SentProof, sendForProof, sendOptionsOf } from './prove/sending.js';
import { failedStep, notReached, proofStep } from './prove/step.js';
import { type Prepared, prepare } from './send/prepare.js';

export const spec: CommandSpec<ProveOptions, ProofFound> = {
  prints: 'data',
  declare: declareProve,
  parse: parseProve,
  run: async (options, world) => {
    const config = await openConfig(world);
    if (options.evidence !== undefined) await world.files.makeFolder(options.evidence);
    if (options.report !== undefined) await world.files.expectPlace(options.report);
    const proof =
      options.resume === undefined
        ? await begin(options, config, world)
        : await resume(options.resume, options, config, world);
    const { steps, receipt, error } = proof;
    const verdict = proofVerdict(steps);
    const receiptFile = await writeReceipt(verdict, receipt, options, world);
    const result = {
      sender: proof.sender,
      verdict,
      steps,
      receipt,
      receiptFile,
      evidence: options.evidence,
      path: proof.arrived?.verdict,
      authentication: proof.arrived?.authentication,
      transcript: proof.sending?.transcript ?? [],
    };
    if (options.evidence !== undefined) await keepEvidence(options.evidence, result, proof, world);
    return { result, exit: error === undefined ? exits[verdict] : exitOf[error], report: options.report };
  },
};

const exits: Readonly<Record<ProofVerdict, ExitName>> = {
  proved: 'done',
  'proved-with-remarks': 'done',
  broken: 'no',
  pending: 'unknown',
  'cannot-tell': 'unknown',
};

interface Proof {
  readonly sender: string;
  readonly steps: readonly ProofStep[];
  readonly receipt: ProofReceipt | undefined;
  readonly sending?: SentProof;
  readonly arrived?: Arrived;
  readonly events?: readonly StoredEvent[];
  /** Ends the call with its exit code. */
  readonly error?: ErrorKind | undefined;
}

async function begin(options: ProveOptions, config: Config, world: World): Promise<Proof> {
  const chosen = await chooseSender(options.sender, config, world.prompts, '<sender>');
  const sendOptions = sendOptionsOf(chosen.calledAs, options);
  const named = await mailboxAccess(options.mailbox, world);
  const prepared = await prepare(sendOptions, undefined, world);
  const { sender } = prepared.via;
  const base = { sender: sender.name, receipt: undefined };
  for (const file of [options.receipt, options.auth.dnsCache])
    if (file !== undefined) await world.files.expectPlace(file);
  world.talk.progress(`Checking the relay of ${sender.name} …`);
  const configPath = (await world.config.find()) ?? '';
  const look = await lookAt(
    withKnownLogin(prepared),
    { ca: sendOptions.ca, totalMs: sendOptions.totalMs, session: sendOptions.session, configPath, minDays: undefined },
    world,
  );
  const before: ProofStep[] = [configStep(sender), ...look.steps];
  const broken = before.find(({ state }) => state === 'fail');
  if (broken !== undefined)
    return { ...base, steps: [...before, ...notReached(['mailbox', 'send'], broken.id), ...nothingSent(broken.id)] };
  world.talk.progress(`Looking into ${named.name} …`);
  const mailbox = await mailboxStep(named, options, world);
  if ('error' in mailbox)
    return {
      ...base,
      steps: [...before, mailbox.step, ...notReached(['send'], 'mailbox'), ...nothingSent('mailbox')],
      error: mailbox.error,
    };
  world.talk.progress(`Sending through ${sender.name} …`);
  const sending = await sendForProof(prepared, sendOptions, world);
  const steps = [...before, mailbox.step, sending.step];
  if (sending.receipt === undefined)
    return { ...base, steps: [...steps, ...nothingSent('send')], sending, error: sending.error };
  return { ...(await follow(sending.receipt, steps, named, options, config, world)), sending };
}

/** The sender with the login that was resolved already: a person is not asked twice. */
function withKnownLogin({ via: { sender }, access: { auth } }: Prepared): RelaySender {
  if (auth.method === 'none') return sender;
  const [username, password] = [auth.username, auth.password].map((value) => ({ kind: 'literal', value }) as const);
  return { ...sender, relay: { ...sender.relay, username, password } };
}

/** Whether the mailbox can be read at all, before anything is sent. */
async function mailboxStep(
  { name, access }: NamedAccess,
  { mailbox: { timeoutMs } }: ProveOptions,
  world: World,
): Promise<{ readonly step: ProofStep } | { readonly step: ProofStep; readonly error: ErrorKind }> {
  const startMs = world.clock.elapsedMs();
  const tookMs = (): number => Math.round(world.clock.elapsedMs() - startMs);
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

async function resume(file: string, options: ProveOptions, config: Config, world: World): Promise<Proof> {
  const receipt = readProofReceipt(
    new TextDecoder().decode(await world.files.read(file, { mostMegabytes: 1, fate: 'replaceable' })),
  );
  if (receipt === undefined)
    throw new AkrelayError('bad-input', {
      message: `${file} is not a receipt of akrelay prove.`,
      hint: 'akrelay prove writes a receipt if something is still pending, or with --receipt.',
    });
  findSender(config.senders, receipt.sender);
  const named = await mailboxAccess(options.mailbox, world);
  const sent = proofStep('send', 'skipped', `sent at ${receipt.sentAt}, token ${receipt.token}; not sent again`);
  return follow(receipt, [sent], named, options, config, world);
}

/** The message and its event are waited for at the same time. */
async function follow(
  receipt: ProofReceipt,
  before: readonly ProofStep[],
  named: NamedAccess,
  options: ProveOptions,
  config: Config,
  world: World,
): Promise<Proof> {
  world.talk.progress(`Waiting for the message in ${named.name} …`);
  const [arrived, reported] = await Promise.all([
    arrival(receipt, named, config, options, world),
    deliveryEvent(receipt, options, world),
  ]).finally(() => world.talk.progress(undefined));
  const steps = [...before, ...withDoubts(arrived.steps, reported.step), reported.step];
  return { sender: receipt.sender, steps, receipt, arrived, events: reported.events };
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
          fix: 'look in other folders (--folder), and check the rules of the mailbox and that it belongs to the recipient',
        }
      : step,
  );
}

async function writeReceipt(
  verdict: ProofVerdict,
  receipt: ProofReceipt | undefined,
  { receipt: named, resume: resumed }: ProveOptions,
  { files }: World,
): Promise<string | undefined> {
  if (receipt === undefined) return undefined;
  const isOpen = (verdict === 'pending' || verdict === 'cannot-tell') && resumed === undefined;
  const file = named ?? (isOpen ? `prove-${receipt.token}.json` : undefined);
  if (file !== undefined) await files.write(file, `${JSON.stringify(receipt, null, 2)}\n`, 'private');
  return file ?? resumed;
}

/** Everything behind the verdict, a file each; secrets were masked where they came in. */
async function keepEvidence(
  folder: string,
  result: ProofFound,
  { sending, arrived, events = [] }: Proof,
  { files }: World,
): Promise<void> {
  const write = (name: string, data: object | Uint8Array): Promise<void> =>
    files.write(
      `${folder}/${name}`,
      data instanceof Uint8Array ? data : safeJson(`${JSON.stringify(data, null, 2)}\n`),
      'private',
    );
  await write('proof.json', { schema: 'akrelay/prove@1', ...proofFields(result) });
  if (result.receipt !== undefined) await write('receipt.json', result.receipt);
  if (sending?.sent !== undefined) await write('send.json', { schema: 'akrelay/send@1', ...sending.sent });
  if (sending !== undefined) await write('transcript.json', sending.transcript);
  if (arrived?.bytes !== undefined) await write('received.eml', arrived.bytes);
  if (arrived?.verdict !== undefined) await write('path.json', arrived.verdict);
  if (arrived?.authentication !== undefined) await write('authentication.json', arrived.authentication);
  if (events.length > 0) await write('events.json', events);
}
