import { domainOf } from '../relay/mailbox.js';
import { type Drawn, type Routing, routeMessage, sampleShares, seededRandom } from '../relay/routing.js';
import type { VirtualSender } from '../relay/virtual-sender.js';
import type { World } from '../world/world.js';
import { chooseVirtual } from './ask-names.js';
import { askWord } from './ask-word.js';
import type { CommandSpec, RawWords } from './command.js';
import { withExamples } from './declare.js';
import { party } from './mail-words.js';
import { missingAnswers } from './missing.js';
import { openConfig } from './open-config.js';
import { platformNumber, readOption, wholeNumber } from './words.js';

const mostSamples = 10_000_000;

interface Options {
  readonly virtual: string | undefined;
  /** Mailbox of the author. */
  readonly from: string | undefined;
  /** Mailbox of the recipient. */
  readonly to: string | undefined;
  readonly group: number | undefined;
  readonly messages: number | undefined;
}

export interface RouteResult extends Routing {
  readonly virtual: string;
  readonly from: string;
  readonly to: string;
  readonly group: number | undefined;
  /** What `--sample` drew; undefined without it, or when no rule matches. */
  readonly sample: readonly Drawn[] | undefined;
}

export const spec: CommandSpec<Options, RouteResult> = {
  declare: (command) => {
    command
      .option('--virtual <name>', 'virtual sender')
      .option('--from <address>', 'From address')
      .option('--to <address>', 'recipient address')
      .option('--group <n>', 'group number of the recipient')
      .option('--sample <n>', 'simulate n messages, and show how many each sender gets');
    withExamples(command, [
      'akrelay route --virtual newsletters --from shop@example.com --to someone@gmail.com',
      'akrelay route --virtual newsletters --from shop@example.com --to someone@gmail.com --group 7 --sample 1000',
    ]);
  },
  parse,
  run: async (options, world) => {
    const { group, messages } = options;
    const { found, virtual, from, to } = await complete(options, world);
    const routing = routeMessage(found, { fromDomain: domainOf(from), toDomain: domainOf(to), group });
    const random = seededRandom(Number.parseInt(world.randomHex(4), 16));
    const sample =
      messages === undefined || routing.chosen === undefined
        ? undefined
        : sampleShares(routing.chosen.senders, messages, random);
    return {
      result: { ...routing, virtual, from, to, group, sample },
      exit: routing.chosen === undefined ? 'no' : 'done',
    };
  },
};

function parse({ options }: RawWords): Options {
  const { virtual } = options;
  return {
    virtual: typeof virtual === 'string' ? virtual : undefined,
    from: readOption(party, '--from', options['from'])?.address,
    to: readOption(party, '--to', options['to'])?.address,
    group: readOption(platformNumber, '--group', options['group']),
    messages: readOption(wholeNumber(1, mostSamples), '--sample', options['sample']),
  };
}

interface Complete {
  readonly found: VirtualSender;
  /** As it was named. */
  readonly virtual: string;
  readonly from: string;
  readonly to: string;
}

/** What is missing is asked for; throws one usage error for all of it where nobody can be asked. */
async function complete({ virtual, from, to }: Options, world: World): Promise<Complete> {
  const { prompts } = world;
  const config = await openConfig(world);
  const given = {
    '--virtual': virtual ?? (config.virtualSenders.length === 1 ? '' : undefined),
    '--from': from,
    '--to': to,
  };
  const missing = Object.entries(given).flatMap(([flag, word]) => (word === undefined ? [flag] : []));
  if (prompts === undefined && missing.length > 0) throw missingAnswers(missing, 'asked-on-a-terminal');
  const { item, calledAs } = await chooseVirtual(virtual, config, prompts, '--virtual');
  const ask = async (message: string): Promise<string> => {
    if (prompts === undefined) throw new Error('what is missing was told before');
    return (await askWord(message, party, prompts)).address;
  };
  return { found: item, virtual: calledAs, from: from ?? (await ask('From:')), to: to ?? (await ask('To:')) };
}
