import { AkrelayError } from '../../errors.js';
import type { Account } from '../../events/reconcile/index.js';
import { inputName } from '../../relay/input-name.js';
import type { World } from '../../world/world.js';

/** What a receipt says of each recipient. A file holds what `send` printed with --json or wrote with --receipt, one message or many. */
export async function readReceipts(name: string, world: Pick<World, 'files'>): Promise<Account[]> {
  const text = new TextDecoder().decode(await world.files.read(name));
  const accounts = receiptsIn(text)?.map(accountsOf);
  if (accounts?.every((one) => one !== undefined) && accounts.length > 0) return accounts.flat();
  throw new AkrelayError('bad-input', {
    message: `${inputName(name)} contains no receipt.`,
    hint: 'Use a file written by: akrelay send … --receipt receipt.json',
  });
}

function receiptsIn(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && Array.isArray(value['receipts']) ? value['receipts'] : [value];
  } catch {
    return undefined;
  }
}

function accountsOf(receipt: unknown): Account[] | undefined {
  if (!isObject(receipt) || !Array.isArray(receipt['recipients'])) return undefined;
  const atMs = Date.parse(String(receipt['startedAt']));
  const recipients = receipt['recipients'].filter(isObject);
  if (Number.isNaN(atMs) || recipients.length !== receipt['recipients'].length) return undefined;
  return recipients.map(({ forwardPath, outcome }) => ({
    witness: 'receipt',
    step: outcome === 'rejected' || outcome === 'deferred' ? 'refused' : 'accepted',
    atMs,
    receivedMs: atMs,
    isPulled: false,
    recipient: typeof forwardPath === 'string' ? forwardPath.trim().toLowerCase() : '',
    token: wordOf(receipt['token']),
    messageId: wordOf(receipt['messageId']).replace(/^<(.*)>$/, '$1'),
    letter: '',
    event: '',
    status: '',
    issue: '',
  }));
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
