import type { Command } from 'commander';
import { usageError } from '../../errors.js';
import type { Mailbox } from '../../relay/mailbox.js';
import type { RuleMatch } from '../../relay/virtual-sender.js';
import type { TrustedReceiver } from '../../trace/path/verdict.js';
import type { AuthenticatorSettings } from '../../world/authentication/authenticator.js';
import { nameServer } from '../check/words.js';
import type { RawWords } from '../command.js';
import { alsoAsFlag, repeated, senderWord, withExamples, withExitCodes } from '../declare.js';
import { waiting } from '../duration.js';
import { readStore, storeFlag, storeHelp } from '../events/setup.js';
import { party } from '../mail-words.js';
import { declareMailboxFlags, type MailboxFlags, mailboxFlagsOf } from '../mailboxes/flags.js';
import { receiverWord } from '../verify/options.js';
import { filePath, readOption, readOptions, senderName, someOf } from '../words.js';

const skippable = ['authentication', 'event'] as const;

export interface ProveOptions {
  /** Undefined: the only one, or a person is asked; with `virtual`: all of its rules. */
  readonly sender: string | undefined;
  /** Proves the senders of its rules. */
  readonly virtual: string | undefined;
  /** Of `virtual`: only this rule; undefined: all. */
  readonly match: RuleMatch | undefined;
  /** A receipt of an earlier run: nothing is sent. */
  readonly resume: string | undefined;
  readonly mailbox: MailboxFlags;
  readonly from: Mailbox | undefined;
  readonly to: readonly Mailbox[];
  readonly consent: 'given' | 'to-be-asked';
  readonly waitMs: number;
  readonly receivers: readonly TrustedReceiver[];
  readonly auth: AuthenticatorSettings;
  readonly store: string | undefined;
  readonly skip: readonly (typeof skippable)[number][];
  /** Undefined: written when something is still to come. */
  readonly receipt: string | undefined;
  /** A folder. */
  readonly evidence: string | undefined;
  /** A file for the page. */
  readonly report: string | undefined;
}

const usualWaitMs = 5 * 60_000;

/** What a proof needs, once or again and again. */
export function declareProofFlags(command: Command): void {
  command
    .argument('[sender]', 'name of the sender (default: the only one)')
    .option(
      '--virtual <name>',
      'prove every sender of every rule of this virtual sender, or the named sender in its rules',
    )
    .option('--to <address>', 'recipient whose mailbox is searched (repeatable; default: test.recipients)', repeated)
    .option('--yes', 'send to recipients that are not in test.recipients');
  alsoAsFlag(command);
  declareProofWays(command);
}

/** How a proof is made, whatever is proved. */
export function declareProofWays(command: Command): void {
  command
    .option('--wait <duration>', 'how long to wait for the message and its event (default: 5m)')
    .option('--from <address>', 'From address (default: test.from of the config)')
    .option('--receiver <name|CIDR>', 'your own server, whose Received lines are believed (repeatable)', repeated)
    .option(
      '--resolver <address:port>',
      "name server for authentication (default: the system's), or none to use only --dns-cache",
    )
    .option('--dns-cache <file>', 'use the DNS answers in this file, and add new ones')
    .option('--skip <steps>', `skip steps: ${skippable.join(',')}`)
    .option(storeFlag, storeHelp);
  declareMailboxFlags(command);
}

export const proofExitCodes = {
  0: 'proved',
  1: 'a step failed',
  2: 'pending, or cannot tell',
  '69-77': 'as for send and fetch',
} as const;

export function declareProve(command: Command): void {
  command.description(
    'Send a test message and follow it: settings, DNS, TLS and login, sending, arrival in a mailbox, path through the relay, authentication, delivery event. Authentication is checked with DNS queries.',
  );
  declareProofFlags(command);
  command
    .option('--resume <receipt>', 'continue an earlier run from its receipt, without sending again')
    .option('--receipt <file>', 'write the receipt to this file (default: prove-<token>.json, if something is pending)')
    .option('--evidence <folder>', 'keep the receipt, transcript, message and result in this folder')
    .option('--report <file.html>', 'also write the result as an HTML page');
  withExitCodes(command, proofExitCodes);
  withExamples(command, [
    'akrelay prove sendsay-main --mailbox qa',
    'akrelay prove sendsay-main --mailbox qa --wait 10m --evidence proof',
    'akrelay prove --virtual newsletters --mailbox qa',
    'akrelay prove --resume prove-akrelay-5f3a9c0d1e2b4a6c8d9e0f12.json --mailbox qa',
    'akrelay prove sendsay-main --mailbox qa --report proof.html',
    'akrelay prove sendsay-main --mailbox qa --skip event --format junit > proof.xml',
  ]);
}

export function parseProve({ args: [argument], options }: RawWords): ProveOptions {
  const resume = readOption(filePath, '--resume', options['resume']);
  const sender = readOption(senderName, '<sender>', senderWord(argument, options));
  const useless =
    resume === undefined
      ? undefined
      : ['virtual', 'from', 'to', 'yes', 'receipt'].find((name) => options[name] !== undefined);
  if (useless !== undefined) throw usageError(`--${useless} cannot be used with --resume.`, 'Remove one of them.');
  if (resume !== undefined && sender !== undefined)
    throw usageError('--resume cannot be used with a sender.', 'Remove one of them.');
  return {
    sender,
    virtual: readOption(senderName, '--virtual', options['virtual']),
    match: undefined,
    resume,
    mailbox: mailboxFlagsOf(options),
    from: readOption(party, '--from', options['from']),
    to: readOptions(party, '--to', options['to']) ?? [],
    consent: options['yes'] === true ? 'given' : 'to-be-asked',
    waitMs: readOption(waiting, '--wait', options['wait']) ?? usualWaitMs,
    receivers: readOptions(receiverWord, '--receiver', options['receiver']) ?? [],
    auth: {
      resolver: options['resolver'] === 'none' ? 'none' : readOption(nameServer, '--resolver', options['resolver']),
      dnsCache: readOption(filePath, '--dns-cache', options['dnsCache']),
    },
    store: readStore(options),
    skip: readOption(someOf(skippable, 'event'), '--skip', options['skip']) ?? [],
    receipt: readOption(filePath, '--receipt', options['receipt']),
    evidence: readOption(filePath, '--evidence', options['evidence']),
    report: readOption(filePath, '--report', options['report']),
  };
}
