import { domainOf } from '../relay/mailbox.js';
import { type Drawn, type Routing, routeMessage, sampleShares, seededRandom } from '../relay/routing.js';
import type { CommandSpec, RawWords } from './command.js';
import { withExamples } from './declare.js';
import { findVirtual } from './find.js';
import { party } from './mail-words.js';
import { missingAnswers } from './missing.js';
import { openConfig } from './open-config.js';
import { platformNumber, readOption, wholeNumber } from './words.js';

const mostSamples = 10_000_000;

interface Options {
  readonly virtual: string;
  /** Mailbox of the author. */
  readonly from: string;
  /** Mailbox of the recipient. */
  readonly to: string;
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

export const route: CommandSpec<Options, RouteResult> = {
  declare: (command) => {
    command
      .option('--virtual <name>', 'virtual sender')
      .option('--from <address>', 'address of the author')
      .option('--to <address>', 'address of the recipient')
      .option('--group <n>', 'group of the recipient')
      .option('--sample <n>', 'draw so many messages by the shares, and show who gets how many');
    withExamples(command, [
      'akrelay route --virtual newsletters --from shop@example.com --to someone@gmail.com',
      'akrelay route --virtual newsletters --from shop@example.com --to someone@gmail.com --group 7 --sample 1000',
    ]);
  },
  parse,
  run: async ({ virtual, from, to, group, messages }, world) => {
    const found = findVirtual((await openConfig(world)).virtualSenders, virtual);
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
  const from = readOption(party, '--from', options['from'])?.address;
  const to = readOption(party, '--to', options['to'])?.address;
  if (typeof virtual !== 'string' || from === undefined || to === undefined) {
    const given = { '--virtual': virtual, '--from': from, '--to': to };
    throw missingAnswers(
      Object.entries(given).flatMap(([flag, word]) => (word === undefined ? [flag] : [])),
      'never-asked',
    );
  }
  return {
    virtual,
    from,
    to,
    group: readOption(platformNumber, '--group', options['group']),
    messages: readOption(wholeNumber(1, mostSamples), '--sample', options['sample']),
  };
}
