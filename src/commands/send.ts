import { formatHostPort } from '../relay/host-port.js';
import type { Receipt } from '../relay/receipt.js';
import type { Envelope, RelayAccess } from '../world/smtp.js';
import type { World } from '../world/world.js';
import type { CommandSpec } from './command.js';
import { openConfig } from './open-config.js';
import { accessOf } from './send/access.js';
import { type Letter, letterOf } from './send/letter.js';
import { declareSend, parseSend, type SendOptions } from './send/options.js';
import { exitOf } from './send/outcome.js';
import { receiptOf } from './send/receipt-of.js';
import { addressesOf, guardRecipients } from './send/recipients.js';
import { chooseVia, type Via } from './send/via.js';

export interface SendResult {
  readonly receipt: Receipt;
}

export const send: CommandSpec<SendOptions, SendResult> = {
  declare: declareSend,
  parse: parseSend,
  run: async (options, world) => {
    const config = await openConfig(world);
    const configPath = (await world.config.find()) ?? '';
    const asked = await addressesOf(options, config.test, world.prompts);
    const forwardPaths = [...new Set([...asked.to, ...asked.cc])];
    await guardRecipients(forwardPaths, options, config.test, world.prompts);
    const via = chooseVia(options, asked, config, world);
    const access = await accessOf(via.sender, { ...options, configPath }, world);
    const letter = await letterOf(options.content, { ...asked, from: via.from, replyTo: via.replyTo }, world);
    const envelope = { reversePath: via.from.address, forwardPaths };
    return transfer({ via, access, letter, envelope, files: options }, world);
  },
};

interface Transfer {
  readonly via: Via;
  readonly access: RelayAccess;
  readonly letter: Letter;
  readonly envelope: Envelope;
  readonly files: Pick<SendOptions, 'receipt' | 'save'>;
}

async function transfer({ via, access, letter, envelope, files }: Transfer, world: World) {
  const startedAt = world.clock.now();
  const startMs = world.clock.elapsedMs();
  world.talk.progress(`Sending through ${formatHostPort(access)} …`);
  try {
    const session = await world.smtp.open(access);
    const delivery = await saved(letter, files.save, world)
      .then(() => session.send(envelope, letter.bytes))
      .finally(session.close);
    const totalMs = world.clock.elapsedMs() - startMs;
    const receipt = receiptOf({ via, letter, envelope, delivery, session, startedAt, totalMs });
    if (files.receipt !== undefined)
      await world.files.write(
        files.receipt,
        `${JSON.stringify({ schema: 'akrelay/send@1', ...receipt }, null, 2)}\n`,
        'shared',
      );
    return { result: { receipt }, exit: exitOf(receipt, delivery) };
  } finally {
    world.talk.progress(undefined);
  }
}

/** Before the message leaves, so that what cannot be kept is not sent. */
async function saved({ bytes }: Letter, path: string | undefined, { files }: World): Promise<void> {
  if (path !== undefined) await files.write(path, bytes, 'shared');
}
