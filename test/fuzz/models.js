import { build } from 'rolldown';

/** The models of the writers, which are TypeScript, as a module. */
export async function loadModels() {
  const { output } = await build({
    input: 'test/support/writers/index.ts',
    platform: 'node',
    output: { format: 'esm' },
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}
