import { meantHint } from '../config/nearest.js';
import { usageError } from '../errors.js';
import { type Cause, causeOf, causes } from '../relay/causes/index.js';
import type { CommandSpec } from './command.js';
import { withExamples } from './declare.js';

export interface ExplainResult {
  readonly causes: readonly Cause[];
  /** `statistics`: how the two systems count, which is not a finding. */
  readonly asked: 'one' | 'all' | 'statistics';
}

export const spec: CommandSpec<{ readonly id: string | undefined }, ExplainResult> = {
  prints: 'data',
  declare: (command) => {
    command
      .description(
        'Explain a finding: what it means, likely causes, fixes. Errors, check, config validate and verify print the ids.',
      )
      .argument('[id]', 'id of a finding, such as auth-refused, or statistics (default: list all findings)');
    withExamples(command, [
      'akrelay explain',
      'akrelay explain tls-not-spoken',
      'akrelay explain rule/shares-total',
      'akrelay explain bypassed',
      'akrelay explain statistics',
    ]);
  },
  parse: ({ args: [id] }) => ({ id: typeof id === 'string' ? id : undefined }),
  run: async ({ id }) => {
    if (id === undefined) return { result: { causes, asked: 'all' }, exit: 'done' };
    if (id === 'statistics') return { result: { causes: [], asked: 'statistics' }, exit: 'done' };
    const cause = causeOf(id);
    if (cause !== undefined) return { result: { causes: [cause], asked: 'one' }, exit: 'done' };
    const ids = causes.map((one) => one.id);
    const begun = ids.filter((one) => one.startsWith(id));
    if (begun.length > 0 && begun.length < 8)
      throw usageError(`There is no finding '${id}'.`, `Did you mean ${begun.join(' or ')}?`);
    throw usageError(`There is no finding '${id}'.`, meantHint(id, ids, 'List them with: akrelay explain'));
  },
};
