/** `npm run schema`: writes src/config/akrelay.schema.json from the schema that validates. */
import { writeFileSync } from 'node:fs';
import { importTypeScript } from './import-typescript.js';

const { configJsonSchema } = await importTypeScript('test/support/json-schema.ts');
writeFileSync('src/config/akrelay.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
