import { importTypeScript } from '../../scripts/import-typescript.js';

/** The models of the writers, which are TypeScript, as a module. */
export const loadModels = () => importTypeScript('test/support/writers/index.ts');
