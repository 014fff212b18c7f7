import { nearest } from '../config/nearest.js';
import { usageError } from '../errors.js';
import type { Config } from '../relay/config.js';
import { providerIds } from '../relay/sender.js';
import type { Inputs, World } from '../world/world.js';
import type { CommandSpec } from './command.js';
import { attachedTo } from './verify/attached.js';
import { counted } from './verify/batches.js';
import { type JudgeTask, judgeFor, judgeTask } from './verify/judge-for.js';
import { keepingInputs, keptResults } from './verify/kept-results.js';
import { oneMessage } from './verify/one-message.js';
import { declareVerify, parseVerify, type VerifyOptions } from './verify/options.js';
import type { Batch, VerifyResult } from './verify/result.js';
import { Sharing } from './verify/sharing.js';
import { newTally } from './verify/tally.js';
import { inPlace, workOf } from './verify/work.js';

/** Did these messages come through the relay? */
export const spec: CommandSpec<VerifyOptions, VerifyResult> = {
  declare: declareVerify,
  parse: parseVerify,
  run: async (options, world) => {
    const { expected, files: found } = inputsFor(options, world);
    if (options.redact !== undefined && expected === 'many') throw oneMessage();
    const files = await keptFor(options, found, world);
    const task = judgeTask(options, await configInForce(options, world));
    const tally = newTally();
    const kept = options.report === undefined ? undefined : keptResults();
    const wanted = options.subject === 'attached' ? attachedTo(files) : files;
    const batches = counted(await batchesOf(wanted, task, options, world), {
      tally,
      kept,
      talk: world.talk,
      cancelled: world.cancelled,
    });
    const exit = () => {
      world.cancelled.throwIfAborted();
      return tally.exit();
    };
    const [summary, next] = [() => tally.counts().summary, () => tally.counts().next];
    return { result: { expected, batches, summary, next, kept }, exit, report: options.report };
  },
};

/** Where files are written: the inputs, which are not written over. Throws where one of the files has no place. */
async function keptFor(options: VerifyOptions, found: Inputs['files'], { files }: World): Promise<Inputs['files']> {
  const outputs = [options.report, options.redact].flatMap((file) => file ?? []);
  if (outputs.length === 0) return found;
  for (const file of [...options.files, options.namesFrom ?? '-']) files.keep(file);
  for (const file of outputs) await files.expectPlace(file);
  return keepingInputs(found, files);
}

/** What needs more than the header is done for one message after another; everything else is shared out, unless a page needs the results themselves. */
async function batchesOf(
  files: Inputs['files'],
  task: JudgeTask,
  options: VerifyOptions,
  world: World,
): Promise<AsyncIterable<Batch>> {
  const { auth, jobs, report, redact } = options;
  const judge = judgeFor(task);
  if (auth !== undefined || redact !== undefined) {
    const { authenticated, redacted } = await import('./verify/further.js');
    const source = { files, judge, world };
    if (auth !== undefined) return authenticated(auth, redact, source);
    return redacted(redact ?? '', source, async (_message, result) => result);
  }
  if (report !== undefined) return inPlace(workOf(files, judge));
  return new Sharing((most) => world.threads(task, most), jobs).batches(workOf(files, judge));
}

function inputsFor({ files, namesFrom, folders }: VerifyOptions, { messages, talk }: World): Inputs {
  if (files.length === 0 && namesFrom === undefined && messages.standardInput === 'terminal')
    throw usageError('No message was given.', 'Give a file: akrelay verify message.eml');
  if (files.includes('-') && messages.standardInput === 'terminal')
    talk.note('Reading a message from the terminal. Press Ctrl-D to end it.');
  return messages.inputs({ operands: files, folders, namesFrom });
}

/** The config, where there is one: presets and inference do without. Its code is loaded only then. */
export async function configInForce({ wanted }: VerifyOptions, world: World): Promise<Config | undefined> {
  // openConfig says what to do when there is none, and a sender needs one.
  const isPreset = wanted.kind === 'any' || nearest(wanted.name, providerIds) !== undefined;
  if (isPreset && (await world.config.find()) === undefined) return undefined;
  return (await import('./open-config.js')).openConfig(world);
}
