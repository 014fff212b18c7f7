/** `npm run schema`: writes src/config/akrelay.schema.json from the schema that validates. */
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['test/support/json-schema.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const { configJsonSchema } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`
);
writeFileSync('src/config/akrelay.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
