import schema from '../../config/akrelay.schema.json' with { type: 'json' };
import type { CommandSpec } from '../command.js';
import { withExamples } from '../declare.js';

export interface ConfigSchemaResult {
  /** A JSON Schema, draft 07. */
  readonly schema: object;
}

export const spec: CommandSpec<Record<string, never>, ConfigSchemaResult> = {
  prints: 'verbatim',
  declare: (command) => withExamples(command, ['akrelay config schema > akrelay.schema.json']),
  parse: () => ({}),
  run: async () => ({ result: { schema }, exit: 'done' }),
};
