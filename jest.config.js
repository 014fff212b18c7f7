import { availableParallelism } from 'node:os';

export default {
  testEnvironment: 'node',
  // Many tests wait for a process, a server or a limit: with jest's own choice, one worker fewer than cores, cores stand idle.
  // Two more than cores: 103 s instead of 118 on 2 cores (2026-11).
  maxWorkers: availableParallelism() + 2,
  // It ends what hangs, and measures nothing: on a machine with eight other programs at work, fifteen starts of ours take half a minute.
  testTimeout: 120_000,
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globals: { AKRELAY_VERSION: '0.0.0-test' },
  extensionsToTreatAsEsm: ['.ts', '.md'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node', 'md'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.md$': '<rootDir>/test/support/text-transform.cjs',
    '^.+\\.ts$': [
      '@swc/jest',
      { module: { type: 'es6' }, jsc: { target: 'es2022', parser: { syntax: 'typescript' } } },
    ],
  },
};
