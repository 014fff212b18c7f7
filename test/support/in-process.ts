// A command and its view are loaded at once, and jest cannot link what both import at the same moment.
import '../../src/events/statistics/index.js';
import { wrapText } from '../../src/cells.js';
import type { Globals } from '../../src/globals.js';
import { main } from '../../src/main.js';
import { safeText } from '../../src/safe-text.js';
import { nodeAuthenticator } from '../../src/world/authentication/node-authenticator.js';
import { nodeDns } from '../../src/world/dns/node-dns.js';
import { nodeEvents } from '../../src/world/events/node-events.js';
import { keptFiles } from '../../src/world/files/kept-files.js';
import { nodeConfigFiles } from '../../src/world/files/node-config-files.js';
import { nodeFiles } from '../../src/world/files/node-files.js';
import { startNodeLab } from '../../src/world/lab/node-lab.js';
import { openNodeMailbox } from '../../src/world/mailboxes/node-mailboxes.js';
import { letterContentOf } from '../../src/world/messages/node-letter-content.js';
import { nodeMessageFiles } from '../../src/world/messages/node-message-files.js';
import { nodeClock } from '../../src/world/node-clock.js';
import { nodeSecrets } from '../../src/world/secrets/node-secrets.js';
import { redactor } from '../../src/world/secrets/redactor.js';
import { nodeSmtp } from '../../src/world/smtp/node-smtp.js';
import { nodeStatistics } from '../../src/world/statistics/node-statistics.js';
import type { Prompts, World } from '../../src/world/world.js';
import { akrelay, type Run } from './program.js';
import { program } from './program-under-test.js';

export interface InProcessOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly prompts?: Prompts;
  readonly cancelled?: AbortSignal;
  /** Of a terminal. */
  readonly columns?: number;
}

/** Runs a command as the program would, but inside the test: tens of runs in the time of one process. */
export async function inProcess(words: readonly string[], options: InProcessOptions): Promise<Run> {
  const { cwd, env = {}, prompts, cancelled = new AbortController().signal } = options;
  // Another runtime has other errors: what needs nothing of this process is asked of the single file itself.
  if (program.kind === 'single-file' && [prompts, options.cancelled, options.columns].every((one) => one === undefined))
    return akrelay(words, { cwd, env });
  const said = { out: '', err: '' };
  const secrets = redactor();
  const { learn } = secrets;
  const warn = (line: string): void => {
    said.err += `${wrapText(safeText(line), options.columns)}\n`;
  };
  const world = (globals: Globals): World => {
    const config = nodeConfigFiles({ cwd, env, explicit: globals.config, environment: globals.environment, cancelled });
    const kept = keptFiles(cwd, config.find);
    const files = nodeFiles(cwd, kept, cancelled);
    return {
      env,
      cwd,
      clock: nodeClock,
      randomHex: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex'),
      talk: { note: warn, warn: (line) => warn(`warning: ${line}`), progress: () => undefined },
      files,
      messages: nodeMessageFiles(cwd, cancelled),
      config,
      prompts,
      secrets: nodeSecrets({
        env,
        prompts: () => prompts,
        learnSecret: learn,
        opens: kept.remember,
        whyNotTrusted: config.whyNotTrusted,
        warn: (line) => warn(`warning: ${line}`),
        cancelled,
      }),
      smtp: nodeSmtp({ clock: nodeClock, cancelled, secrets }),
      dns: async (server, totalMs) => nodeDns(server, totalMs, cancelled),
      authenticator: (settings) => nodeAuthenticator(settings, files, cancelled),
      mailbox: (access, limits) => openNodeMailbox(access, limits, { cwd, cancelled, mask: secrets.mask }),
      events: async () => nodeEvents(cwd, cancelled, secrets.mask),
      statistics: async () =>
        nodeStatistics(cwd, { cancelled, mask: secrets.mask, sleep: nodeClock.sleep, retryMs: 1 }),
      startLab: (request) => startNodeLab(request, { files, cwd, cancelled }),
      threads: () => Promise.reject(new Error('no threads here')),
      demoStage: () => Promise.reject(new Error('no stage here')),
      letterContent: letterContentOf,
      learnSecret: learn,
      cancelled,
    };
  };
  const exit = await main(words, {
    out: async (text) => {
      said.out += typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
    },
    err: (text) => {
      said.err += text;
    },
    fromOutside: secrets.mask,
    columns: options.columns,
    errColumns: options.columns,
    colour: { out: false, err: false },
    world: async (globals) => world(globals),
    interrupted: new Promise(() => undefined),
  });
  return { exit, stdout: said.out, stderr: said.err };
}
