import { type Command, Option } from 'commander';
import { usageError } from '../../errors.js';
import { networkAround } from '../../trace/address/network-around.js';
import { parseReceiver } from '../../trace/path/trusted-receivers.js';

import type { TrustedReceiver } from '../../trace/path/verdict.js';
import type { AuthenticatorSettings } from '../../world/authentication/authenticator.js';
import { nameServer } from '../check/words.js';
import type { RawWords } from '../command.js';
import { repeated, withExamples, withExitCodes } from '../declare.js';
import { duration } from '../duration.js';
import { filePath, readOption, readOptions, type WordKind, wholeNumber } from '../words.js';

export interface VerifyOptions {
  readonly files: readonly string[];
  readonly namesFrom: string | undefined;
  readonly folders: 'flat' | 'recursive';
  /** What is judged: the messages, or those attached to them. */
  readonly subject: 'message' | 'attached';
  /** Cores to use; undefined = as many as it pays to use. */
  readonly jobs: number | undefined;
  /** Beside those of the config. */
  readonly receivers: readonly TrustedReceiver[];
  /** Which relay it must have been: any that is known, a sender of the config, or a sender or preset. */
  readonly wanted:
    | { readonly kind: 'any' }
    | { readonly kind: 'sender'; readonly name: string }
    | { readonly kind: 'relay'; readonly name: string };
  readonly trust: 'stated-or-inferred' | 'stated';
  readonly maxDelayMs: number | undefined;
  readonly tls: 'any' | 'required';
  /** SPF, DKIM, DMARC and ARC; undefined: not asked for, and no name server is. */
  readonly auth: AuthenticatorSettings | undefined;
  /** A file for the page. */
  readonly report: string | undefined;
  /** A file for a copy of the message without what is about a person. */
  readonly redact: string | undefined;
}

/** A server by the name it writes after `by`, `*.example.net` for all below a domain, or by its address or network. */
export const receiverWord: WordKind<TrustedReceiver> = {
  accepts: 'a server name (mx.example.net, *.example.net), an address or a network (192.0.2.0/24)',
  read: (word) => {
    const receiver = parseReceiver(word);
    // A name whose last label is a number is a mistyped address (RFC 1123 §2.1).
    return receiver?.kind === 'name' && /(?:^|\.)\d+$/.test(word) ? undefined : receiver;
  },
  meant: networkAround,
  example: 'mx.example.net',
};

/** By what a message is judged. */
export function declareJudging(command: Command): void {
  command
    .option('--receiver <name|CIDR>', 'your own server, whose Received lines are believed (repeatable)', repeated)
    .option('--sender <name>', 'sender to expect, or a preset such as sendsay (default: any known relay)')
    // Its older name.
    .addOption(new Option('--relay <name>').hideHelp())
    .option('--strict', 'believe only servers listed with --receiver or in the config')
    .option('--require-tls', 'fail unless the relay delivered over TLS')
    .option('--max-delay <duration>', 'fail if delivery after the relay took longer than this, such as 10m')
    .option('--auth', 'recompute SPF, DKIM, DMARC and ARC with DNS queries')
    .option(
      '--resolver <address:port>',
      "with --auth: name server (default: the system's), or none to use only --dns-cache",
    )
    .option('--dns-cache <file>', 'with --auth: use the DNS answers in this file, and add new ones')
    .option('--recursive', 'include subfolders');
}

/** Arguments, options and examples of `verify`. */
export function declareVerify(command: Command): void {
  command.argument(
    '[file...]',
    'messages (.eml, .gz), mbox files, folders, Maildirs or patterns (default: standard input)',
  );
  declareJudging(command);
  command
    .option('--report <file.html>', 'also write the result as an HTML page')
    .option('--redact <file>', 'write a copy without addresses, subject and content that gets the same verdict')
    .option('--attached', 'verify the attached messages instead, such as forwarded ones')
    .option('--jobs <count>', 'number of threads (default: automatic)')
    .option('--files0-from <file>', 'read NUL-terminated file names from a file; - is standard input');
  withExitCodes(command, {
    0: 'confirmed',
    1: 'not confirmed',
    2: 'cannot tell',
    65: 'not an e-mail',
    66: 'missing or not readable',
  });
  withExamples(command, [
    'akrelay verify message.eml',
    'akrelay verify message.eml --receiver mx.example.net --sender sendsay',
    'akrelay verify --json < message.eml',
    'akrelay verify forwarded.eml --attached',
    'akrelay verify message.eml --auth --dns-cache answers.json',
    'akrelay verify message.eml --report verdict.html',
    'akrelay verify message.eml --redact copy.eml',
    'akrelay verify ~/Maildir --format junit > report.xml',
    "find spool -name '*.eml' -print0 | akrelay verify --files0-from - --format ndjson",
  ]);
}

/** Words to options. Throws usage errors. */
export function parseVerify({ args: [files], options }: RawWords): VerifyOptions {
  const operands = Array.isArray(files) ? files : [];
  const namesFrom = readOption(filePath, '--files0-from', options['files0From']);
  // An unset variable in a script: it names nothing, and must not come to mean a folder or standard input.
  if (operands.includes(''))
    throw usageError('A file name is empty.', 'Check whether a variable in your script is empty.');
  if (namesFrom !== undefined && operands.length > 0)
    throw usageError('Files are given both with --files0-from and on the command line.', 'Remove one of them.');
  return {
    files: operands,
    namesFrom,
    folders: options['recursive'] ? 'recursive' : 'flat',
    subject: options['attached'] ? 'attached' : 'message',
    jobs: readOption(wholeNumber(1, 64), '--jobs', options['jobs']),
    receivers: readOptions(receiverWord, '--receiver', options['receiver']) ?? [],
    wanted: wantedOf(options['sender'], options['relay']),
    trust: options['strict'] ? 'stated' : 'stated-or-inferred',
    maxDelayMs: readOption(duration, '--max-delay', options['maxDelay']),
    tls: options['requireTls'] ? 'required' : 'any',
    auth: authOf(options),
    ...filesOf(options),
  };
}

function filesOf(options: RawWords['options']): Pick<VerifyOptions, 'report' | 'redact'> {
  const report = readOption(filePath, '--report', options['report']);
  const redact = readOption(filePath, '--redact', options['redact']);
  if (report !== undefined && report === redact)
    throw usageError('--report and --redact name the same file.', 'Choose another output file.');
  return { report, redact };
}

function authOf(options: RawWords['options']): VerifyOptions['auth'] {
  const resolver = options['resolver'] === 'none' ? 'none' : readOption(nameServer, '--resolver', options['resolver']);
  const dnsCache = readOption(filePath, '--dns-cache', options['dnsCache']);
  const flag = resolver !== undefined ? '--resolver' : dnsCache !== undefined ? '--dns-cache' : undefined;
  if (options['auth'] === true) return { resolver, dnsCache };
  if (flag === undefined) return undefined;
  throw usageError(`${flag} has no effect without --auth.`, 'Add --auth, or remove the flag.');
}

function wantedOf(sender: unknown, relay: unknown): VerifyOptions['wanted'] {
  if (sender !== undefined && relay !== undefined)
    throw usageError('--sender and --relay cannot be used together.', 'Remove one of them.');
  const name = sender ?? relay;
  return name === undefined ? { kind: 'any' } : { kind: 'relay', name: String(name) };
}
