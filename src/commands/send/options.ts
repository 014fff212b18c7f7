import { usageError } from '../../errors.js';
import { type LetterField, readHeaderWord } from '../../relay/letter.js';
import type { LongLines } from '../../relay/long-lines.js';
import type { Mailbox } from '../../relay/mailbox.js';
import type { RelaySender } from '../../relay/sender.js';
import { type StopStage, stopStages } from '../../relay/smtp-stage.js';
import type { DsnWhen } from '../../world/smtp/smtp.js';
import type { RawWords } from '../command.js';
import { senderWord } from '../declare.js';
import { mailbox, party } from '../mail-words.js';
import {
  adHocSender,
  asRelayPlace,
  mustNameNoRelay,
  readPlace,
  type SessionFlags,
  sessionFlagsOf,
} from '../relay-flags.js';
import {
  filePath,
  oneOf,
  plainText,
  readList,
  readOption,
  readOptions,
  senderName,
  type WordKind,
  wholeNumber,
} from '../words.js';

/** What is to be sent: a message put together from the flags, or one supplied whole. */
export type Content =
  | {
      readonly kind: 'composed';
      readonly subject: string | undefined;
      readonly text: string | undefined;
      readonly html: string | undefined;
      readonly attach: readonly string[];
      readonly headerFields: readonly LetterField[];
    }
  | {
      readonly kind: 'supplied';
      readonly path: string;
      readonly token: 'added' | 'left-out';
      readonly longLines: LongLines;
    };

export interface SendOptions {
  /** Undefined: the rule of `virtual` decides, or `relay` is used, or the only sender, or a person. */
  readonly sender: string | undefined;
  /** A relay that no config knows; undefined: the config has it. */
  readonly relay: RelaySender | undefined;
  readonly virtual: string | undefined;
  readonly from: Mailbox | undefined;
  /** MAIL FROM, empty for the null reverse path (RFC 5321 §4.5.5); undefined: the address of the author. */
  readonly envelopeFrom: string | undefined;
  /** Empty: `test.recipients` of the config. */
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly content: Content;
  readonly ca: string | undefined;
  readonly session: SessionFlags;
  readonly receipt: string | undefined;
  readonly save: string | undefined;
  /** Whether recipients beyond `test.recipients` were agreed to on the command line. */
  readonly consent: 'given' | 'to-be-asked';
  /** Undefined: the usual 60 seconds. */
  readonly totalMs: number | undefined;
  /** Undefined: the message is sent. */
  readonly stopAfter: StopStage | undefined;
  readonly transcript: 'told' | 'off';
  readonly dsn: readonly DsnWhen[] | undefined;
  /** How often a refusal of the kind "try again" is tried again. */
  readonly retries: number;
  /** How many messages, one after the other in one session. */
  readonly count: number;
  /** Messages a second at most; undefined: as fast as the relay takes them. */
  readonly rate: number | undefined;
}

const envelopeAddress: WordKind<string> = {
  accepts: "an e-mail address or '<>'",
  example: 'bounces@example.com',
  read: (word) => (word === '<>' ? '' : mailbox.read(word.replace(/^<(.*)>$/, '$1'))),
};

/** Text that may have several lines but nothing that a terminal or a header could trip over. */
const prose: WordKind<string> = { accepts: 'text', read: (word) => (word.includes('\0') ? undefined : word) };

/** RFC 3461 §4.1: `never` is alone. */
const dsnWhen: WordKind<readonly DsnWhen[]> = {
  accepts: 'never, or any of success,failure,delay',
  read: (word) => {
    const list = readList(oneOf<DsnWhen>(['never', 'success', 'failure', 'delay']), word.toLowerCase());
    return list?.length === 1 || !list?.includes('never') ? list : undefined;
  },
};

export function parseSend({ args, options }: RawWords): SendOptions {
  const word = senderWord(args[0], options);
  const place = typeof word === 'string' ? asRelayPlace(word) : undefined;
  const sender = place === undefined ? readOption(senderName, '<sender>', word) : undefined;
  const virtual = readOption(senderName, '--virtual', options['virtual']);
  const relay = relayOf(options, place, sender ?? virtual);
  const count = readOption(wholeNumber(1, 10_000), '--count', options['count']) ?? 1;
  const single = ['eml', 'save', 'receipt', 'stopAfter', 'retry'].find((name) => options[name] !== undefined);
  if (count > 1 && single !== undefined)
    throw usageError(
      `--${single.replace('stopAfter', 'stop-after')} cannot be used with --count.`,
      'Remove one of them; --json prints a receipt for each message.',
    );
  const ofMessage = ['subject', 'text', 'html', 'attach', 'header', 'eml', 'save', 'receipt', 'retry'];
  const useless = ofMessage.find((name) => options[name] !== undefined);
  if (options['stopAfter'] !== undefined && useless !== undefined)
    throw usageError(
      `--${useless} cannot be used with --stop-after.`,
      'Remove one of them; --json prints the results.',
    );
  if (options['rate'] !== undefined && options['count'] === undefined)
    throw usageError('--rate has no effect without --count.', 'Add --count, or remove --rate.');
  if (options['save'] !== undefined && options['save'] === options['receipt'])
    throw usageError('--save and --receipt name the same file.', 'Use two different files.');
  const seconds = readOption(wholeNumber(1, 600), '--timeout', options['timeout']);
  return {
    sender,
    relay,
    virtual,
    envelopeFrom: readOption(envelopeAddress, '--envelope-from', options['envelopeFrom']),
    from: readOption(party, '--from', options['from']),
    to: readOptions(party, '--to', options['to']) ?? [],
    cc: readOptions(party, '--cc', options['cc']) ?? [],
    content: parseContent(options),
    ca: readOption(filePath, '--ca', options['ca']),
    session: sessionFlagsOf(options),
    receipt: readOption(filePath, '--receipt', options['receipt']),
    save: readOption(filePath, '--save', options['save']),
    consent: options['yes'] ? 'given' : 'to-be-asked',
    totalMs: seconds === undefined ? undefined : seconds * 1000,
    stopAfter: readOption(oneOf(stopStages), '--stop-after', options['stopAfter']),
    transcript: options['transcript'] ? 'told' : 'off',
    dsn: readOption(dsnWhen, '--dsn', options['dsn']),
    retries: readOption(wholeNumber(0, 10), '--retry', options['retry']) ?? 0,
    count,
    rate: readOption(wholeNumber(1, 1000), '--rate', options['rate']),
  };
}

/** The relay that is named by `--host`, or instead of a sender, as a sender. */
function relayOf(
  options: RawWords['options'],
  argument: string | undefined,
  named: string | undefined,
): RelaySender | undefined {
  const place = readPlace(options) ?? argument;
  if (place === undefined) {
    mustNameNoRelay(options, 'Change the sender with: akrelay sender edit <name>; or give a relay with --host.');
    return undefined;
  }
  const other = named ?? (place === argument ? undefined : argument);
  if (other === undefined) return adHocSender(place, options);
  throw usageError(`${place === argument ? place : '--host'} cannot be used with ${other}.`, 'Remove one of them.');
}

function parseContent(options: RawWords['options']): Content {
  const path = readOption(filePath, '--eml', options['eml']);
  if (path === undefined) {
    const useless = options['token'] === false ? '--no-token' : options['fold'] ? '--fold' : undefined;
    if (useless !== undefined)
      throw usageError(`${useless} has no effect without --eml.`, 'Add --eml <file>, or remove the flag.');
    return {
      kind: 'composed',
      subject: readOption(plainText, '--subject', options['subject']),
      text: readOption(prose, '--text', options['text']),
      html: readOption(prose, '--html', options['html']),
      attach: readOptions(filePath, '--attach', options['attach']) ?? [],
      headerFields: ((options['header'] ?? []) as string[]).map(headerField),
    };
  }
  const clash = ['subject', 'text', 'html', 'attach', 'header', 'cc'].find((name) => options[name] !== undefined);
  if (clash !== undefined) throw usageError(`--${clash} cannot be used with --eml.`, 'Remove one of them.');
  return {
    kind: 'supplied',
    path,
    token: options['token'] === false ? 'left-out' : 'added',
    longLines: options['fold'] ? 'folded' : 'refused',
  };
}

function headerField(word: string): LetterField {
  const field = readHeaderWord(word);
  if (typeof field === 'string') throw usageError(`--header: ${field}.`, "For example: --header 'X-Campaign-Id: test'");
  return field;
}
