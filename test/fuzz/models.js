import { importTypeScript } from '../../scripts/import-typescript.js';

/** The models of the writers, which are TypeScript, as a module. */
export function loadModels() {
  return importTypeScript('test/support/writers/index.ts');
}
