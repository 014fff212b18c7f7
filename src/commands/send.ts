import { formatHostPort } from '../relay/host-port.js';
import type { Receipt } from '../relay/receipt.js';
import type { TranscriptLine } from '../world/smtp/smtp.js';
import type { World } from '../world/world.js';
import type { CommandSpec, Outcome } from './command.js';
import { failureInFlags } from './in-flags.js';
import { type Burst, exitOfBurst, sendBurst } from './send/burst.js';
import { declareSend } from './send/flags.js';
import { sendOne, type WrittenFiles } from './send/one.js';
import { parseSend, type SendOptions } from './send/options.js';
import { type Prepared, prepare } from './send/prepare.js';
import { type Stopped, stopAfter } from './send/stop-after.js';
import { startTranscript, withTranscript } from './send/transcript.js';

/** `transcript` is undefined unless it was asked for. */
export type SendResult = (
  | { readonly kind: 'sent'; readonly receipt: Receipt; readonly written: WrittenFiles }
  | { readonly kind: 'stopped'; readonly stopped: Stopped }
  | { readonly kind: 'burst'; readonly burst: Burst }
) & { readonly transcript?: readonly TranscriptLine[] | undefined };

export const spec: CommandSpec<SendOptions, SendResult> = {
  declare: declareSend,
  parse: parseSend,
  run: (options, world) =>
    options.relay === undefined
      ? send(options, world)
      : send(options, world).catch((error) => {
          throw failureInFlags(error);
        }),
};

async function send(options: SendOptions, world: World): Promise<Outcome<SendResult>> {
  const transcript = startTranscript(options.transcript, world);
  const prepared = await prepare(options, transcript, world);
  world.talk.progress(`Talking to ${formatHostPort(prepared.access)} …`);
  const { result, exit } = await withTranscript(transcript, act(prepared, options, world)).finally(() =>
    world.talk.progress(undefined),
  );
  return { result: { ...result, transcript: transcript?.lines }, exit };
}

async function act(prepared: Prepared, options: SendOptions, world: World): Promise<Outcome<SendResult>> {
  if (options.stopAfter !== undefined) {
    const { stopped, exit } = await stopAfter(options.stopAfter, prepared, world);
    return { result: { kind: 'stopped', stopped }, exit };
  }
  if (options.count > 1) {
    const burst = await sendBurst(prepared, options, world);
    return { result: { kind: 'burst', burst }, exit: exitOfBurst(burst, options.count) };
  }
  const { receipt, written, exit } = await sendOne(prepared, options, world);
  return { result: { kind: 'sent', receipt, written }, exit };
}
