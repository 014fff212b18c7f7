import { AkrelayError, usageError } from '../../errors.js';
import { presets } from '../../presets/index.js';
import type { Config } from '../../relay/config.js';
import type { RelayPath } from '../../relay/sender.js';
import type { TcpInfo } from '../../trace/hop/hop.js';
import { pathJudge } from '../../trace/path/judge-path.js';
import type { PathVerdict, PlacedHop, TrustedReceiver } from '../../trace/path/verdict.js';
import type { World } from '../../world/world.js';
import { type ChangeResult, changeConfig } from '../change.js';
import { type ChangeFlags, changeFlagsOf, declareChangeFlags } from '../change-flags.js';
import type { CommandSpec } from '../command.js';
import { repeated, withExamples } from '../declare.js';
import { findSender } from '../find.js';
import { openConfigToChange } from '../open-config.js';
import { onlyVerdict } from '../verify/only-verdict.js';
import { receiverWord } from '../verify/options.js';
import { relaysFor } from '../verify/relays.js';
import { oneOf, readOption, readOptions } from '../words.js';
import { learnedPath, type NetworkSize, networkSizes, otherOwner } from './learned-path.js';

interface Options {
  readonly name: string;
  readonly file: string;
  readonly receivers: readonly TrustedReceiver[];
  readonly network: NetworkSize;
  readonly flags: ChangeFlags;
}

export interface LearnResult {
  readonly sender: string;
  /** Where the message was delivered. */
  readonly hop: PlacedHop;
  /** What the sender's path did not know yet. */
  readonly learned: RelayPath;
  /** Undefined: there was nothing to learn. */
  readonly change: ChangeResult | undefined;
}

/** Records the client at the boundary hop of a message as the relay of a sender. */
export const spec: CommandSpec<Options, LearnResult> = {
  declare: (command) => {
    command
      .argument('<name>', 'name of the sender')
      .argument('<message>', 'a saved message that came through the relay; - is standard input')
      .option('--network <size>', 'addresses to record: exact, 24 (its /24 network) or none (default: exact)')
      .option('--receiver <name|CIDR>', 'your own server, whose Received lines are believed (repeatable)', repeated)
      .option('--yes', 'record it without confirmation');
    declareChangeFlags(command);
    withExamples(command, [
      'akrelay sender learn cloud received.eml',
      'akrelay sender learn cloud received.eml --receiver mx.example.net --network 24 --yes',
      'akrelay sender learn cloud received.eml --dry-run',
    ]);
  },
  parse: ({ args: [name, file], options }) => ({
    name: String(name),
    file: String(file),
    receivers: readOptions(receiverWord, '--receiver', options['receiver']) ?? [],
    network: readOption(oneOf(networkSizes), '--network', options['network']) ?? 'exact',
    flags: changeFlagsOf(options, options['yes'] === true ? 'not-needed' : 'asked'),
  }),
  run: async ({ name, file, receivers, network, flags }, world) => {
    const config = await openConfigToChange(world);
    const { path, provider } = findSender(config.senders, name);
    const { hop, client } = handover(await judged(file, receivers, config, world));
    const learned = learnedPath(client, network, path);
    const found = { sender: name, hop, learned };
    if (learned.hosts.length + learned.networks.length === 0)
      return { result: { ...found, change: undefined }, exit: 'done' };
    const owner = otherOwner(client, provider);
    if (owner !== undefined)
      world.talk.warn(
        `${hostOf(client)} belongs to ${owner.title}, but ${name} is a sender of ${presets[provider].title}: verify would then accept mail from ${owner.title} as mail from ${name}.`,
      );
    if (flags.confirmation === 'asked' && flags.mode === 'apply') await mayAsk(file, hop, client, world);
    const fields = {
      pathHosts: [...(path?.hosts ?? []), ...learned.hosts],
      pathNetworks: [...(path?.networks ?? []), ...learned.networks],
    };
    const { result, exit } = await changeConfig({ kind: 'edit-sender', name, fields }, flags, world);
    return { result: { ...found, change: result }, exit };
  },
};

function judged(file: string, stated: readonly TrustedReceiver[], config: Config, world: World): Promise<PathVerdict> {
  const { relays } = relaysFor({ kind: 'any' }, config);
  return onlyVerdict(file, pathJudge({ relays, receivers: [...stated, ...config.receivers] }), world);
}

/** The hop at the boundary. Throws `not-an-email` when the message does not show one: its path cannot be learned from. */
function handover(verdict: PathVerdict): { readonly hop: PlacedHop; readonly client: TcpInfo } {
  const hop = verdict.boundaryHop === undefined ? undefined : verdict.hops[verdict.boundaryHop];
  if (hop?.from === undefined || hop.ambiguous || !hop.accounted)
    throw new AkrelayError('not-an-email', {
      message: 'The message does not show which host delivered it to your servers.',
      details: verdict.evidence.map(({ says }) => says),
      hint: verdict.hint ?? 'Use another message.',
    });
  return { hop, client: hop.from.tcpInfo };
}

/** What the person is about to agree to. Throws `usage` where nobody can be asked. */
async function mayAsk(file: string, { by }: PlacedHop, client: TcpInfo, world: World): Promise<void> {
  if (world.prompts === undefined)
    throw usageError(
      'akrelay cannot ask whether this host is the relay.',
      'Add --yes to record it, or --dry-run to see the change.',
    );
  const { author = 'nobody', subject = '' } = await world.letterContent(await headOf(file, world));
  world.talk.note(`Message "${subject}" from ${author}`);
  world.talk.note(`${by.name ?? 'Your server'} received it from ${hostOf(client)}. Confirm only if this is the relay.`);
}

function hostOf({ address, reverseName }: TcpInfo): string {
  return [reverseName, address === undefined ? undefined : `[${address}]`]
    .filter((part) => part !== undefined)
    .join(' ');
}

async function headOf(file: string, { messages }: World): Promise<Uint8Array> {
  for await (const [input] of messages.inputs({ operands: [file], folders: 'flat', namesFrom: undefined }).files) {
    const opened = await input?.open();
    if (opened?.kind !== 'message') break;
    const bytes = Uint8Array.from(opened.message.head.bytes);
    await opened.message.close?.();
    return bytes;
  }
  return new Uint8Array();
}
