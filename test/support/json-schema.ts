import { toJsonSchema } from '@valibot/to-json-schema';
import { fileSchema } from '../../src/config/schema/file.js';

/**
 * The JSON Schema of the config, from the schema that validates it. `src/config/akrelay.schema.json` must equal it:
 * npm run schema.
 */
export function configJsonSchema(): object {
  const { $schema, type, properties, required, additionalProperties } = toJsonSchema(fileSchema, {
    target: 'draft-07',
    typeMode: 'input',
    errorMode: 'ignore',
    // Values arrive as text; what they are as YAML stands in the metadata.
    overrideAction: ({ valibotAction, jsonSchema }) =>
      valibotAction.type === 'metadata' ? jsonOf(valibotAction, jsonSchema) : undefined,
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'object_with_rest' ? { ...jsonSchema, additionalProperties: false } : undefined,
  });
  return {
    $schema,
    title: 'akrelay.yaml',
    description: 'The relay senders of an Altcraft platform',
    type,
    properties,
    patternProperties: { '^x-': { description: 'Your own: a place for anchors' } },
    required,
    additionalProperties,
  };
}

function jsonOf(action: object, text: object): object {
  const { metadata = {} } = action as { readonly metadata?: { readonly json?: object; readonly pattern?: string } };
  return metadata.json ?? { ...text, pattern: metadata.pattern };
}
