import type { View } from '../../commands/command.js';
import type { ConfigSchemaResult } from '../../commands/config/schema.js';

const print = ({ schema }: ConfigSchemaResult): string => `${JSON.stringify(schema, null, 2)}\n`;

/** A schema is JSON for a person too; `--json` adds nothing around it, so that both can be saved as they are. */
export const configSchemaView: View<ConfigSchemaResult> = { human: print, json: print };
