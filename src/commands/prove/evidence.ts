import { type ProveResult, proofFields, proofSchema } from '../../relay/proof.js';
import { safeJson } from '../../safe-text.js';
import type { World } from '../../world/world.js';
import type { Proof } from './chain.js';

type Files = World['files'];

/** Throws `cannot-write` for a folder in which something else would be written over: nothing is sent then. */
export async function expectEvidencePlace(shown: string, { files }: World): Promise<void> {
  const what = 'the evidence of an earlier prove';
  await files.expectOwnFolder({ shown, flag: '--evidence', what, name: 'proof', mark: 'proof.json' });
  await files.makeFolder(shown);
}

/** Everything behind the verdict: a file each, and for the senders of a virtual sender a folder each. */
export async function keepEvidence(
  folder: string,
  result: ProveResult,
  proofs: readonly Proof[],
  { files }: World,
): Promise<void> {
  // Of two that write at once each writes all of its own: a mixture would be evidence of nothing.
  const lock = await files.lock(`${folder}/proof.json`);
  try {
    await keepAll(folder, result, proofs, files);
  } finally {
    await lock.release();
  }
}

async function keepAll(folder: string, result: ProveResult, proofs: readonly Proof[], files: Files): Promise<void> {
  await write(`${folder}/proof.json`, { schema: `akrelay/${proofSchema(result)}`, ...proofFields(result) }, files);
  for (const [i, proof] of proofs.entries()) {
    const own = proof.place === undefined ? folder : `${folder}/${folderOf(i, proof)}`;
    await files.makeFolder(own);
    await keepProof(own, proof, files);
  }
}

/** `2-rule1-sendsay-main`; a name may have characters that a folder may not. */
function folderOf(index: number, { place, sender }: Proof): string {
  return `${index + 1}-rule${place?.rule}-${sender.replace(/[^A-Za-z0-9._-]/g, '_')}`;
}

/** Secrets were masked where they came in. */
async function keepProof(folder: string, proof: Proof, files: Files): Promise<void> {
  const { receipt, sending, arrived, events = [] } = proof;
  const kept: readonly (readonly [string, object | undefined])[] = [
    ['receipt.json', receipt],
    ['send.json', sending?.sent && { schema: 'akrelay/send@1', ...sending.sent }],
    ['transcript.json', sending?.transcript],
    ['received.eml', arrived?.bytes],
    ['path.json', arrived?.verdict],
    ['authentication.json', arrived?.authentication],
    ['events.json', events.length > 0 ? events : undefined],
  ];
  // One of an earlier run would be taken for evidence of this one.
  for (const [name, data] of kept)
    if (data === undefined) await files.remove(`${folder}/${name}`);
    else await write(`${folder}/${name}`, data, files);
}

function write(file: string, data: object, files: Files): Promise<void> {
  const text = data instanceof Uint8Array ? data : safeJson(`${JSON.stringify(data, null, 2)}\n`);
  return files.write(file, text, 'private');
}
