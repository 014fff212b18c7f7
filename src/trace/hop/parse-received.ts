import { accountFor } from '../grammar/account.js';
import type { Hop } from './hop.js';
import { hopOfAccount } from './hop-of-account.js';
import { readLoosely } from './read-loosely.js';

/**
 * Reads one `Received` field, with or without its name, folded or not. Never throws and takes linear time whatever the
 * field holds; spans refer to the string given.
 *
 * A line that the grammar of its writer accounts for is told by that grammar. Any other is read as far as it goes, to be
 * shown: what is found in it proves nothing.
 */
export function parseReceived(fieldBody: string): Hop {
  const start = lineStart.exec(fieldBody)?.[0].length ?? 0;
  const account = accountFor(fieldBody.slice(start).trimEnd());
  if (account !== undefined && account !== 'several') return hopOfAccount(account, start);
  const hop = readLoosely(fieldBody, start);
  return account === 'several' ? { ...hop, accounted: true, ambiguous: true } : hop;
}

const lineStart = /^\s*(?:Received\s{0,8}:)?\s*/i;
