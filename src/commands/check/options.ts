import type { Command } from 'commander';
import { mailPorts } from '../../relay/check-matrix.js';
import type { RelaySender } from '../../relay/sender.js';
import type { RawWords } from '../command.js';
import { alsoAsFlag, withExamples, withExitCodes } from '../declare.js';
import { party } from '../mail-words.js';
import {
  adHocSender,
  asRelayPlace,
  declareAdHocFlags,
  declareSessionFlags,
  mustNameNoRelay,
  type SessionFlags,
  sessionFlagsOf,
} from '../relay-flags.js';
import { filePath, readOption, readWord, senderName, wholeNumber } from '../words.js';
import { dkimSelector, mustHaveEffect, nameServer, portsOf } from './words.js';

export interface CheckOptions {
  /** Names of senders; with `relays` empty too: all. */
  readonly senders: readonly string[];
  /** Relays that no config knows. */
  readonly relays: readonly RelaySender[];
  readonly ca: string | undefined;
  readonly session: SessionFlags;
  /** A certificate that ends within so many days is a failure; undefined: within two weeks a remark. */
  readonly minDays: number | undefined;
  readonly totalMs: number | undefined;
  readonly negative: 'prove' | 'leave';
  /** Files. */
  readonly save: string | undefined;
  readonly compare: string | undefined;
  readonly dns: 'ask' | 'leave';
  readonly webhook: 'ask' | 'leave';
  readonly from: string | undefined;
  readonly selector: string | undefined;
  /** `address:port` of a name server. */
  readonly resolver: string | undefined;
  /** Of the matrix; undefined: no matrix. */
  readonly ports: readonly number[] | undefined;
}

/** What is looked at, once or again and again: nothing that a relay could take for an attack. */
export function declareLooking(command: Command): void {
  alsoAsFlag(command);
  command
    .argument('[sender...]', 'names of senders, or relays as host:port (default: all senders)')
    .option('--ca <file>', 'also trust this certificate authority (PEM)')
    .option('--dns', 'check SPF, DKIM and DMARC of the From domain for this relay')
    .option('--from <address>', 'sender address for --dns and --negative (default: test.from of the config)')
    .option('--selector <name>', 'DKIM selector; for Sendsay: <login>.<number>')
    .option('--resolver <address:port>', "name server for --dns (default: the system's)")
    .option('--webhook', 'check that the webhook URL replies over TLS without a redirect; no event is sent')
    .option('--min-days <n>', 'fail if the certificate expires within n days')
    .option('--timeout <seconds>', 'time limit per relay in seconds, 1 to 600 (default: 60)');
}

export function declareCheck(command: Command): void {
  command.description(
    'Test a relay step by step without sending mail: settings, DNS, TCP, greeting, EHLO, TLS, certificate, login.',
  );
  declareLooking(command);
  command
    .option(
      '--negative',
      'check that AUTH before TLS, a wrong password (one attempt) and relaying without a login all fail',
    )
    .option('--matrix', 'try every address, port and TLS mode without logging in')
    .option('--ports <list>', `ports for --matrix (default: ${mailPorts.join(',')})`)
    .option('--save <file>', 'save the results for a later --compare')
    .option('--compare <file>', 'show what changed since this file was saved; fail if STARTTLS is gone');
  withExitCodes(command, { 0: 'ready to send', 1: 'a step failed' });
  declareAdHocFlags(command);
  declareSessionFlags(command);
  withExamples(command, [
    'akrelay check',
    'akrelay check sendsay-main --negative',
    'akrelay check sendsay-main --matrix',
    'akrelay check sendsay-main --webhook',
    'akrelay check --dns --from news@example.com --selector shop.1',
    'akrelay check --save relays.json',
    'akrelay check --compare relays.json --save relays.json',
    'akrelay check --json | jq .senders[].verdict',
    'akrelay check smtp.example.com:587 --ehlo mail.example.com',
    'akrelay check --min-days 21',
  ]);
}

/** Throws `usage`. */
export function parseCheck({ args: [words], options }: RawWords): CheckOptions {
  const seconds = readOption(wholeNumber(1, 600), '--timeout', options['timeout']);
  mustHaveEffect(options);
  return {
    ...chosenBy(
      [...(Array.isArray(words) ? words : []), ...(options['sender'] === undefined ? [] : [String(options['sender'])])],
      options,
    ),
    session: sessionFlagsOf(options),
    minDays: readOption(wholeNumber(0, 3650), '--min-days', options['minDays']),
    ca: readOption(filePath, '--ca', options['ca']),
    totalMs: seconds === undefined ? undefined : seconds * 1000,
    save: readOption(filePath, '--save', options['save']),
    compare: readOption(filePath, '--compare', options['compare']),
    dns: options['dns'] === true ? 'ask' : 'leave',
    webhook: options['webhook'] === true ? 'ask' : 'leave',
    from: readOption(party, '--from', options['from'])?.address,
    selector: readOption(dkimSelector, '--selector', options['selector']),
    resolver: readOption(nameServer, '--resolver', options['resolver']),
    ports: portsOf(options),
    negative: options['negative'] === true ? 'prove' : 'leave',
  };
}

/** A word with a port is a relay, any other the name of a sender. */
function chosenBy(words: readonly string[], options: RawWords['options']): Pick<CheckOptions, 'senders' | 'relays'> {
  const places = words.flatMap((word) => asRelayPlace(word) ?? []);
  if (places.length === 0) mustNameNoRelay(options, 'Give the relay as host:port, or remove the flag.');
  return {
    relays: places.map((place) => adHocSender(place, options)),
    senders: words
      .filter((word) => asRelayPlace(word) === undefined)
      .map((word) => readWord(senderName, '[sender…]', word)),
  };
}
