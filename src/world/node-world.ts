import type { Globals } from '../globals.js';
import { keptFiles } from './files/kept-files.js';
import { nodeConfigFiles } from './files/node-config-files.js';
import { nodeFiles } from './files/node-files.js';
import { nodeMessageFiles } from './messages/node-message-files.js';
import { nodeClock } from './node-clock.js';
import { nodeSecrets } from './secrets/node-secrets.js';
import { redactor } from './secrets/redactor.js';
import { nodeSmtp } from './smtp/node-smtp.js';
import { hasColour } from './terminal/colour.js';
import { nodePrompts } from './terminal/node-prompts.js';
import { nodeTalk } from './terminal/node-talk.js';
import type { Prompts } from './terminal/prompts.js';
import type { Talk, World } from './world.js';

export interface Call {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly standardError: () => NodeJS.WriteStream;
  readonly cancelled: AbortSignal;
  /** Of standard output. */
  readonly colour: 'on' | 'off';
}

/** The machine, for one call. `mask` masks, in text from outside, the secrets that the call has used so far. */
export function nodeWorld(globals: Globals, call: Call): { world: World; mask: (text: string) => string } {
  const { cwd, env, cancelled, colour } = call;
  const secrets = redactor();
  const config = nodeConfigFiles({
    cwd,
    env,
    explicit: globals.config,
    environment: globals.environment,
    cancelled,
  });
  const kept = keptFiles(cwd, config.find);
  let prompts: { readonly asked: Prompts | undefined } | undefined;
  const world: World = {
    env,
    cwd,
    clock: nodeClock,
    randomHex: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex'),
    talk: nodeTalk(call.standardError, globals.talk, cancelled),
    files: nodeFiles(cwd, kept, cancelled),
    messages: nodeMessageFiles(cwd, cancelled),
    threads: async (task, most) =>
      (await import('./messages/node-threads.js')).nodeThreads({ task, format: globals.format, colour }, most),
    config,
    // Standard input and error are opened only for a command that wants them.
    get prompts() {
      prompts ??= { asked: promptsFor(globals, call, world.talk) };
      return prompts.asked;
    },
    secrets: nodeSecrets({
      env,
      prompts: () => world.prompts,
      learnSecret: secrets.learn,
      opens: kept.remember,
      whyNotTrusted: config.whyNotTrusted,
      warn: (line) => world.talk.warn(line),
      cancelled,
    }),
    smtp: nodeSmtp({ clock: nodeClock, cancelled, secrets }),
    dns: async (server, totalMs) => (await import('./dns/node-dns.js')).nodeDns(server, totalMs, cancelled),
    authenticator: async (settings) =>
      (await import('./authentication/node-authenticator.js')).nodeAuthenticator(settings, world.files, cancelled),
    mailbox: async (access, limits) =>
      (await import('./mailboxes/node-mailboxes.js')).openNodeMailbox(access, limits, {
        cwd,
        cancelled,
        mask: secrets.mask,
      }),
    events: async () => (await import('./events/node-events.js')).nodeEvents(cwd, cancelled, secrets.mask),
    statistics: async () =>
      (await import('./statistics/node-statistics.js')).nodeStatistics(cwd, {
        cancelled,
        mask: secrets.mask,
        sleep: nodeClock.sleep,
        retryMs: 1_000,
      }),
    startLab: async (request) =>
      (await import('./lab/node-lab.js')).startNodeLab(request, { files: world.files, cwd, cancelled }),
    demoStage: async (keep) => {
      const { startStage } = await import('./demo/stage.js');
      const colour = globals.format === 'human' && globals.colour === 'auto' && process.stdout.isTTY ? 'on' : 'off';
      const { ownProgram: program } = await import('./own-program.js');
      return startStage({ keep, colour, program, password: world.randomHex(12) });
    },
    letterContent: async (bytes) => (await import('./messages/node-letter-content.js')).letterContentOf(bytes),
    learnSecret: secrets.learn,
    cancelled,
  };
  return { world, mask: secrets.mask };
}

function promptsFor(globals: Globals, { standardError, cancelled }: Call, talk: Talk): Prompts | undefined {
  if (globals.prompting === 'off' || !process.stdin.isTTY) return undefined;
  const output = standardError();
  // Questions sent elsewhere than to a terminal would be seen by nobody.
  if (!output.isTTY) return undefined;
  const colour = globals.colour === 'auto' && hasColour(output) ? 'on' : 'off';
  return nodePrompts({ input: process.stdin, output, colour, cancelled, begin: () => talk.progress(undefined) });
}
