import { AkrelayError } from '../../errors.js';
import type { Config } from '../../relay/config.js';
import { proofVerdict } from '../../relay/proof.js';
import { type ProofReceipt, readReceipt, type VirtualReceipt } from '../../relay/proof-receipt.js';
import { shellWord } from '../../shell-word.js';
import type { Files, World } from '../../world/world.js';
import { findSender } from '../find.js';
import { nothingSent } from './arrival.js';
import type { Proof } from './chain.js';
import type { ProveOptions } from './options.js';
import type { Proofs } from './run.js';
import { proofStep } from './step.js';

/** An earlier run, as its receipt has it. */
export interface Earlier {
  readonly virtual: string | undefined;
  readonly begun: readonly Proof[];
}

/** Throws `bad-input` for what is no receipt, `usage` where the config has no such sender any more. */
export async function openReceipt(file: string, { senders }: Config, { files }: World): Promise<Earlier> {
  const bytes = await files.read(file, { mostMegabytes: 1, fate: 'replaceable' });
  const receipt = readReceipt(new TextDecoder().decode(bytes));
  if (receipt === undefined)
    throw new AkrelayError('bad-input', {
      message: `${file} is not a receipt of akrelay prove.`,
      hint: 'Give the receipt of an earlier prove: it is written if something is still pending, or with --receipt.',
    });
  const isOne = receipt.schema === 'akrelay/prove-receipt@1';
  const begun = isOne
    ? [begunBy(receipt)]
    : receipt.proofs.map(({ receipt: sent, ...place }) => {
        if (sent !== null) return { ...begunBy(sent), place };
        const unsent = proofStep('send', 'fail', 'the message was not sent in the run of this receipt', undefined, {
          finding: 'prove-not-sent',
          fix: `Prove it again: akrelay prove ${place.sender} --virtual ${receipt.virtual}`,
        });
        return { sender: place.sender, place, receipt: undefined, steps: [unsent, ...nothingSent('send', place)] };
      });
  for (const { sender } of begun) findSender(senders, sender);
  return { virtual: isOne ? undefined : receipt.virtual, begun };
}

function begunBy(receipt: ProofReceipt): Proof {
  const { sender, sentAt, token } = receipt;
  const sent = proofStep('send', 'skipped', `sent at ${sentAt}, token ${token}; not sent again`);
  return { sender, place: undefined, receipt, steps: [sent] };
}

/** Writes what `--resume` needs: where it was asked for, or while something is open. Returns the file. */
export async function writeReceipt(
  { virtual, proofs }: Proofs,
  { receipt: named, resume: resumed }: ProveOptions,
  { files }: World,
): Promise<string | undefined> {
  const [first] = proofs.flatMap(({ receipt }) => receipt ?? []);
  if (first === undefined) return undefined;
  const isOpen = proofs.some(({ steps }) => ['pending', 'cannot-tell'].includes(proofVerdict(steps)));
  const file = named ?? (isOpen && resumed === undefined ? usualFile(first) : undefined);
  if (file === undefined) return resumed;
  await write(file, { virtual, proofs }, first, files);
  return file;
}

/** Writes the receipt of messages whose wait was ended, and says how to go on. */
export async function keepSent(sent: Proofs, { receipt: named }: ProveOptions, { files, talk }: World): Promise<void> {
  const [first] = sent.proofs.flatMap(({ receipt }) => receipt ?? []);
  if (first === undefined) return;
  const file = named ?? usualFile(first);
  await write(file, sent, first, files);
  talk.warn(`The message was sent. To continue: akrelay prove --resume ${shellWord(file)}`);
}

function usualFile({ token }: ProofReceipt): string {
  return `prove-${token}.json`;
}

async function write(file: string, { virtual, proofs }: Proofs, first: ProofReceipt, files: Files): Promise<void> {
  const receipt = virtual === undefined ? first : virtualReceipt(virtual, proofs);
  await files.write(file, `${JSON.stringify(receipt, null, 2)}\n`, 'private');
}

function virtualReceipt(virtual: string, proofs: readonly Proof[]): VirtualReceipt {
  const rows = proofs.flatMap(({ place, receipt }) =>
    place === undefined ? [] : [{ ...place, receipt: receipt ?? null }],
  );
  return { schema: 'akrelay/prove-virtual-receipt@1', virtual, proofs: rows };
}
