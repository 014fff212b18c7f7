import { cancelledError } from '../errors.js';
import { exitCodes } from '../exit-code.js';
import type { DemoStage } from '../world/demo/demo-stage.js';
import type { World } from '../world/world.js';
import type { CommandSpec } from './command.js';
import { withExamples } from './declare.js';
import { filePath, readOption } from './words.js';

const folderPath = { ...filePath, accepts: 'a folder path' };

/** One step of the story: what it shows, the command, and what it must answer. */
export interface DemoStep {
  readonly says: string;
  readonly words: readonly string[];
  readonly expectedExit: number;
  readonly exit: number;
  readonly output: string;
}

export interface DemoResult {
  /** In the order of the story; each appears when it has run. */
  readonly steps: AsyncIterable<DemoStep>;
  /** Where the files were left; undefined when they are removed at the end. */
  readonly keptIn: string | undefined;
}

interface DemoOptions {
  readonly keep: string | undefined;
}

interface Scene {
  readonly says: string;
  readonly words: readonly string[];
  readonly expectedExit: number;
  /** What must have happened before the command is typed. */
  readonly before?: (stage: DemoStage) => Promise<void>;
}

export const spec: CommandSpec<DemoOptions, DemoResult> = {
  declare: (command) => {
    command
      .description(
        'Run a complete example offline, with a relay, a mail server and an event receiver on 127.0.0.1, all inside this process.',
      )
      .option('--keep <dir>', 'keep the config, certificates, messages and events in this folder');
    withExamples(command, ['akrelay demo', 'akrelay demo --keep relay-demo']);
  },
  parse: ({ options }) => ({ keep: readOption(folderPath, '--keep', options['keep']) }),
  run: async ({ keep }, world) => {
    const story = { ended: 'early' as 'early' | 'wrong' | 'right' };
    const steps = play(keep, world, (ended) => {
      story.ended = ended;
    });
    return { result: { steps, keptIn: keep }, exit: () => (story.ended === 'right' ? 'done' : 'no') };
  },
};

async function* play(
  keep: string | undefined,
  world: World,
  tell: (ended: 'wrong' | 'right') => void,
): AsyncGenerator<DemoStep> {
  const stage = await world.demoStage(keep);
  try {
    for (const { before, ...scene } of scenes(stage)) {
      await before?.(stage);
      const run = await stage.run(scene.words);
      // Ctrl-C goes to both, and the command's end may be known before it is.
      if (world.cancelled.aborted || run.exit === exitCodes.cancelled.code) throw cancelledError();
      yield { ...scene, ...run };
      if (run.exit !== scene.expectedExit) return tell('wrong');
    }
    tell('right');
  } finally {
    await stage.close();
  }
}

const proof = [
  'prove',
  'sendsay-demo',
  '--from',
  'test@example.com',
  '--to',
  'qa@example.net',
  '--yes',
  '--ca',
  'demo-ca.pem',
  '--maildir',
  'mail',
  '--receiver',
  'mx.example.net',
  '--resolver',
  'none',
  '--dns-cache',
  'demo-dns.json',
  '--store',
  'akrelay-events',
  '--wait',
  '30s',
];

function scenes({ relay }: DemoStage): Scene[] {
  const create = [
    'sender',
    'create',
    'sendsay-demo',
    '--provider',
    'sendsay',
    '--host',
    relay,
    '--username-env',
    'RELAY_LOGIN',
  ];
  const received = 'qa.eml';
  const forged = 'forged.eml';
  return [
    { says: 'Create a config file', words: ['init', '--yes'], expectedExit: 0 },
    {
      says: 'Create a relay sender: the Sendsay preset, but with the relay inside this demo as host',
      words: [...create, '--password-env', 'RELAY_PASSWORD', '--no-webhook', '--no-input'],
      expectedExit: 0,
    },
    {
      says: 'Create a virtual sender',
      words: ['virtual', 'create', 'newsletters', '--account', '306'],
      expectedExit: 0,
    },
    {
      says: 'Attach the relay sender to its default rule',
      words: ['virtual', 'attach', 'newsletters', 'sendsay-demo'],
      expectedExit: 0,
    },
    { says: 'Show what Altcraft would use', words: ['virtual', 'show', 'newsletters'], expectedExit: 0 },
    {
      says: 'Send a test message through the relay: STARTTLS, AUTH LOGIN, a new certificate',
      words: [
        'send',
        'sendsay-demo',
        '--from',
        'test@example.com',
        '--to',
        'qa@example.net',
        '--ca',
        'demo-ca.pem',
        '--yes',
      ],
      expectedExit: 0,
    },
    {
      says: '"Accepted" is not "delivered": verify the message as mx.example.net received it',
      words: ['verify', received, '--receiver', 'mx.example.net'],
      expectedExit: 0,
    },
    {
      says: 'Verify a message that bypassed the relay, although `from gato…sndsy.ru` appears in it twice',
      words: ['verify', forged, '--receiver', 'mx.example.net'],
      expectedExit: 1,
      before: (stage) => stage.forge(),
    },
    {
      says: 'Show the delivery event that the relay sent to akrelay events listen in the background',
      words: ['events', 'show'],
      expectedExit: 0,
      before: (stage) => stage.reported(),
    },
    {
      says: 'The recipient opens the message, clicks a link and unsubscribes. Explain why Sendsay counts two clicks and Altcraft one',
      words: ['stats', 'compare', '--altcraft', 'store', '--sendsay', 'store'],
      expectedExit: 0,
      before: (stage) => stage.read(),
    },
    {
      says: 'The same in one command: send a message, find it by its token in the Maildir of mx.example.net, and wait for its event. DNS answers come from a file',
      words: proof,
      expectedExit: 0,
    },
  ];
}
