import { usageError } from '../../errors.js';
import {
  type EventSource,
  eventSources,
  type Scenario,
  type SyntheticCall,
  scenarios,
  scenarioWords,
  syntheticCalls,
} from '../../events/index.js';
import type { WebAnswer } from '../../world/web/ask-web.js';
import type { World } from '../../world/world.js';
import type { CommandSpec } from '../command.js';
import { repeated, withExamples, withExitCodes, withNote } from '../declare.js';
import { mailbox } from '../mail-words.js';
import {
  filePath,
  oneOf,
  readOption,
  readOptions,
  readWord,
  someOf,
  variableName,
  type WordKind,
  webAddress,
  wholeNumber,
} from '../words.js';

interface Options {
  readonly to: string | undefined;
  readonly toEnv: string | undefined;
  readonly source: EventSource;
  readonly scenarios: readonly Scenario[];
  readonly token: string | undefined;
  readonly recipient: string;
  readonly ca: string | undefined;
  readonly timeoutMs: number;
  readonly consent: 'given' | 'asked';
}

/** What one request was answered with, and whether that is how it should be. */
export interface SentCall extends Pick<SyntheticCall, 'scenario' | 'call' | 'expected'> {
  readonly bytes: number;
  readonly verdict: 'pass' | 'fail';
  readonly says: string;
  readonly finding: string | null;
  readonly fix: string | null;
  readonly answer: WebAnswer;
}

export interface SendEventsResult {
  /** Scheme, host and port: the path is a secret. */
  readonly to: string;
  readonly source: EventSource;
  readonly token: string;
  readonly calls: readonly SentCall[];
}

export const spec: CommandSpec<Options, SendEventsResult> = {
  declare: (command) => {
    command
      .description(
        'Send test events to a webhook URL and show how it replies: the URL that Altcraft generated, or that of akrelay events listen. Redirects are not followed.',
      )
      .option('--to <url>', 'the webhook URL')
      .option('--to-env <VAR>', 'environment variable with the URL, to keep it off the command line')
      .option('--as <provider>', `send as ${eventSources.join(' or ')} would (default: sendsay)`)
      .option('--scenario <names>', 'comma-separated, repeatable; see below (default: all)', repeated)
      .option('--token <id>', 'X-Letter-Id in the events, followed by a number (default: a new one)')
      .option('--recipient <address>', 'recipient in the events (default: test@example.com)')
      .option('--ca <file>', 'also trust this certificate authority (PEM)')
      .option('--timeout <seconds>', 'time limit for each reply in seconds, 1 to 600 (default: 20)')
      .option('--yes', 'send events to another machine without confirmation');
    withNote(
      command,
      'Scenarios',
      scenarios.map((name) => [name, scenarioWords[name]]),
    );
    withExitCodes(command, { 0: 'all replies are as expected', 1: 'a reply is not' });
    withExamples(command, [
      'akrelay events send --to http://127.0.0.1:8025/$EVENTS_PATH',
      'akrelay events send --to-env HOOK_URL --scenario delivery,duplicate --yes',
      'akrelay events send --to-env HOOK_URL --as altcraft --scenario large,slow --json',
    ]);
  },
  parse: ({ options }) => {
    const to = readOption(webAddress, '--to', options['to']);
    const toEnv = readOption(variableName, '--to-env', options['toEnv']);
    if ((to === undefined) === (toEnv === undefined))
      throw to === undefined
        ? usageError('The webhook URL is missing.', 'Add --to <url>, or --to-env <VAR>.')
        : usageError('--to and --to-env cannot be used together.', 'Remove one of them.');
    const seconds = readOption(wholeNumber(1, 600), '--timeout', options['timeout']) ?? 20;
    return {
      to,
      toEnv,
      source: readOption(oneOf(eventSources), '--as', options['as']) ?? 'sendsay',
      scenarios: readOptions(scenarioList, '--scenario', options['scenario'])?.flat() ?? scenarios,
      token: readOption(testToken, '--token', options['token']),
      recipient: readOption(mailbox, '--recipient', options['recipient']) ?? 'test@example.com',
      ca: readOption(filePath, '--ca', options['ca']),
      timeoutMs: seconds * 1_000,
      consent: options['yes'] === true ? 'given' : 'asked',
    };
  },
  run: async (options, world) => {
    const url = await urlOf(options, world);
    const { origin } = new URL(url);
    await mustBeWanted(new URL(url), options.consent, world);
    const token = options.token ?? `akrelay-test-${world.randomHex(6)}`;
    const { source, recipient } = options;
    const seed = { source, token, recipient, nowMs: world.clock.now().getTime() };
    const planned = options.scenarios.flatMap((scenario) => syntheticCalls(scenario, seed));
    if (planned.length === 0)
      throw usageError('Altcraft sends no JSON Stream.', 'Use --as sendsay, or choose another scenario.');
    const caPem =
      options.ca === undefined ? undefined : Buffer.from(await world.files.read(options.ca)).toString('latin1');
    const room = await world.events();
    const calls: SentCall[] = [];
    for (const call of planned) {
      world.talk.progress(`Sending ${call.scenario} to ${origin} …`);
      const body = Buffer.from(call.body);
      const pace = call.slowMs === undefined ? ('at-once' as const) : { slowMs: call.slowMs };
      const headers = { 'Content-Type': 'application/json', 'User-Agent': 'akrelay' };
      const timeoutMs = options.timeoutMs + (call.slowMs ?? 0);
      const answer = await room.ask({ url, method: 'POST', headers, body, pace, caPem, timeoutMs });
      calls.push(sentCall(call, body.length, source, answer));
    }
    world.talk.progress(undefined);
    const isFine = calls.every(({ verdict }) => verdict === 'pass');
    return { result: { to: origin, source, token, calls }, exit: isFine ? 'done' : 'no' };
  },
};

const scenarioList = someOf(scenarios, 'delivery,duplicate');

const testToken: WordKind<string> = {
  accepts: 'up to 100 Latin letters, digits, "_" and "-"',
  read: (word) => (/^[\w-]{1,100}$/.test(word) ? word : undefined),
};

async function urlOf({ to, toEnv = '' }: Options, { env, learnSecret }: World): Promise<string> {
  const word = to ?? env[toEnv];
  if (word === undefined)
    throw usageError(`The environment variable ${toEnv} is not set.`, 'Set it to the webhook URL.');
  const url = readWord({ ...webAddress, wrongWord: 'hidden' }, to === undefined ? '--to-env' : '--to', word.trim());
  const { pathname } = new URL(url);
  if (pathname.length > 8) learnSecret(pathname);
  return url;
}

/** Made-up events in somebody's statistics are for that one to decide. */
async function mustBeWanted({ hostname, origin }: URL, consent: Options['consent'], { prompts }: World): Promise<void> {
  if (consent === 'given' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return;
  if (prompts === undefined) throw usageError(`This sends test events to ${origin}.`, 'Add --yes to confirm.');
  const isWanted = await prompts.confirm({ message: `Send test events to ${origin}?`, default: 'no' });
  if (!isWanted) throw usageError('Cancelled; nothing was sent.', 'Add --yes to send without confirmation.');
}

/** Altcraft counts exactly 200 as success; what Sendsay expects is not documented, so any 2xx is. */
function sentCall(call: SyntheticCall, bytes: number, source: EventSource, answer: WebAnswer): SentCall {
  const { scenario, call: number, expected } = call;
  const base = { scenario, call: number, expected, bytes, answer };
  if (answer.kind === 'failed') {
    const { finding, why, fix } = answer;
    return { ...base, verdict: 'fail', says: why, finding, fix };
  }
  const { status, location } = answer;
  if (status >= 300 && status < 400)
    return {
      ...base,
      verdict: 'fail',
      says: `status ${status}, a redirect to ${location === undefined ? 'nowhere' : originOf(location)}`,
      finding: 'webhook-redirect',
      fix: 'Use the final URL: webhook senders do not follow redirects.',
    };
  const isTaken = source === 'altcraft' ? status === 200 : status >= 200 && status < 300;
  const isRefused = status >= 400 && status < 500;
  if (expected === 'taken' ? isTaken : isRefused)
    return { ...base, verdict: 'pass', says: `status ${status}`, finding: null, fix: null };
  return {
    ...base,
    verdict: 'fail',
    says: `status ${status}, where ${wanted(expected, source)} was expected`,
    finding: 'webhook-status',
    fix: null,
  };
}

function wanted(expected: SyntheticCall['expected'], source: EventSource): string {
  if (expected === 'refused') return '4xx';
  return source === 'altcraft' ? '200' : '2xx';
}

/** The path of another URL may be a secret too. */
function originOf(location: string): string {
  return URL.canParse(location) ? new URL(location).origin : 'another path of this host';
}
