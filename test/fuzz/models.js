import { build } from 'esbuild';

/** The models of the writers, which are TypeScript, as a module. */
export async function loadModels() {
  const { outputFiles } = await build({
    entryPoints: ['test/support/writers/index.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
