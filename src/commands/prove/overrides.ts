import { domainOf, type Mailbox } from '../../relay/mailbox.js';
import type { ProofStep } from '../../relay/proof.js';
import type { ProofReceipt } from '../../relay/proof-receipt.js';
import { asciiDomain } from '../../relay/routing.js';
import type { World } from '../../world/world.js';
import { proofStep } from './step.js';

/** Whether From and Reply-To arrived as the rule sets them; no step for a message of no rule. */
export async function overridesStep(
  bytes: Uint8Array,
  { expected }: ProofReceipt,
  world: Pick<World, 'letterContent'>,
): Promise<ProofStep[]> {
  if (expected === undefined) return [];
  const { from, replyTo } = await world.letterContent(bytes);
  const wanted = expected.replyTo === null ? undefined : { address: expected.replyTo, displayName: undefined };
  const seen = `From ${listed(from)}${wanted === undefined ? '' : `, Reply-To ${listed(replyTo)}`}`;
  const differs = [
    ...(isOnly(from, expected.from) ? [] : [`From ${shown(expected.from)}`]),
    ...(wanted === undefined || isOnly(replyTo, wanted) ? [] : [`Reply-To ${shown(wanted)}`]),
  ];
  if (differs.length === 0) return [proofStep('overrides', 'pass', seen)];
  return [
    proofStep('overrides', 'fail', `${seen}; the rule sets ${differs.join(', ')}`, undefined, {
      finding: 'prove-overrides',
      fix: 'Find out what rewrites it: the relay account, or a server after it.',
    }),
  ];
}

function isOnly([first, ...others]: readonly Mailbox[], { address, displayName }: Mailbox): boolean {
  if (first === undefined || others.length > 0) return false;
  return ascii(first.address) === ascii(address) && (displayName ?? '') === (first.displayName ?? '');
}

/** A server may write the domain in either form (RFC 5890 §2.3.2.1). */
function ascii(address: string): string {
  return `${address.slice(0, address.lastIndexOf('@'))}@${asciiDomain(domainOf(address))}`;
}

function listed(mailboxes: readonly Mailbox[]): string {
  return mailboxes.length === 0 ? 'is missing' : mailboxes.map(shown).join(', ');
}

function shown({ address, displayName }: Mailbox): string {
  return displayName === undefined ? address : `${displayName} <${address}>`;
}
