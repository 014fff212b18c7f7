import type { Share } from '../../relay/virtual-sender.js';
import type { Prompts } from '../../world/world.js';

/** Whether shares that do not total 100 are to be made so: as asked, or as a person at a terminal agrees to. */
export async function settleShares(
  asked: 'as-given' | 'rebalanced',
  shares: readonly Pick<Share, 'sender' | 'percent'>[],
  prompts: Prompts | undefined,
): Promise<'as-given' | 'rebalanced'> {
  const total = shares.reduce((sum, { percent }) => sum + percent, 0);
  if (asked === 'rebalanced' || prompts === undefined || shares.length === 0 || total === 100) return asked;
  const shown = shares.map(({ sender, percent }) => `${sender} ${percent}`).join(', ');
  const [only, another] = shares;
  const message =
    another === undefined
      ? `${only?.sender} would be the only sender of this rule, so its share must be 100. Use 100?`
      : `The shares would total ${total} (${shown}). Adjust the other shares?`;
  return (await prompts.confirm({ message, default: 'yes' })) ? 'rebalanced' : 'as-given';
}
