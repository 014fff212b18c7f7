import { configOf } from '../../config/config-of.js';
import type { Config } from '../../relay/config.js';
import type { RelaySender } from '../../relay/sender.js';
import type { Envelope, RelayAccess } from '../../world/smtp/smtp.js';
import type { World } from '../../world/world.js';
import { chooseSender } from '../ask-names.js';
import { openConfig } from '../open-config.js';
import { accessOf } from './access.js';
import { type Letter, letterWriter } from './letter.js';
import type { SendOptions } from './options.js';
import { addressesOf, guardRecipients } from './recipients.js';
import type { Transcript } from './transcript.js';
import { chooseVia, type Via } from './via.js';

/** All that is settled before the network is touched. */
export interface Prepared {
  readonly via: Via;
  readonly access: RelayAccess;
  readonly envelope: Envelope;
  /** Puts a message together, each time with a token of its own. */
  readonly write: () => Promise<Letter>;
}

/** Reads the config, settles who writes to whom and which way, resolves the secrets. */
export async function prepare(
  options: SendOptions,
  transcript: Transcript | undefined,
  world: World,
): Promise<Prepared> {
  const config = options.relay === undefined ? await openConfig(world) : configWith(options.relay);
  const configPath = options.relay === undefined ? ((await world.config.find()) ?? '') : '';
  // Better said before the questions than after them.
  const sender =
    options.virtual === undefined && options.relay === undefined
      ? (await chooseSender(options.sender, config, world.prompts, '<sender>')).calledAs
      : options.sender;
  const asked = await addressesOf(options, config.test, world.prompts);
  const forwardPaths = [...new Set([...asked.to, ...asked.cc].map(({ address }) => address))];
  await guardRecipients(forwardPaths, options, config.test, world.prompts);
  const via = chooseVia({ ...options, sender }, asked, config, world);
  const expectPlaces = async (): Promise<void> => {
    for (const file of [options.save, options.receipt]) if (file !== undefined) await world.files.expectPlace(file);
  };
  const write = await letterWriter(
    options.content,
    { ...asked, from: via.from, replyTo: via.replyTo, withinMs: options.totalMs },
    world,
  );
  await expectPlaces();
  const access = await accessOf(via.sender, { ...options, configPath }, world);
  // By now every file has been read that must not be written over.
  await expectPlaces();
  return {
    via,
    access: { ...access, observe: transcript?.observe },
    envelope: { reversePath: options.envelopeFrom ?? via.from.address, forwardPaths, dsn: options.dsn },
    write,
  };
}

/** What a call without a config works with. */
function configWith(sender: RelaySender): Config {
  return { ...configOf({}), senders: [sender] };
}
