import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { starterText } from '../../src/config/starter.js';
import { configJsonSchema } from '../support/json-schema.js';

const shipped = JSON.parse(readFileSync('src/config/akrelay.schema.json', 'utf8'));
const isValid = new Ajv({ strict: true, strictTypes: false }).compile(shipped);

test('the shipped schema is that of the validation (else: npm run schema)', () => {
  expect(shipped).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
});

test('every key has a description, and no map takes unknown keys', () => {
  const found: string[] = [];
  const walk = (node: unknown, at: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, properties, additionalProperties } = node as Record<string, unknown>;
    const isNamed = Object.keys(Object(additionalProperties)).length > 0;
    if (type === 'object' && additionalProperties !== false && !isNamed) found.push(`${at}: open`);
    for (const [key, held] of Object.entries(properties ?? {}))
      if (!(held as { description?: string }).description) found.push(`${at}.${key}`);
    for (const [key, held] of Object.entries(node)) walk(held, `${at}.${key}`);
  };
  walk(shipped, '');
  expect(found).toEqual([]);
});

describe('an editor with the schema', () => {
  test.each([
    [starterText()],
    [
      'version: 1\nsenders:\n  - name: a\n    relay: { host: "h:25", password: { env: P } }\n    platform: { id: 3, accounts: [306] }\n',
    ],
    [
      'virtualSenders:\n  - { name: v, account: 1, rules: [{ match: default, senders: [{ sender: a, percent: 100 }] }] }\n',
    ],
    [
      'senders: [{ name: a }]\nenvironments: { stage: { senders: { a: { relay: { host: "h:25" } } }, test: { from: a@b.de } } }\n',
    ],
    ['receivers: [{ by: mx.example.net }, { network: 10.0.0.0/8 }]\nx-anything: { a: 1 }\n'],
  ])('accepts %j', (text) => expect([isValid(parse(text)), isValid.errors]).toEqual([true, null]));

  test.each([
    ['sender: []\n'],
    ['version: 2\n'],
    ['senders: [{ provider: sendsay }]\n'],
    ['senders: [{ name: a, relay: { tls: ssl } }]\n'],
    ['senders: [{ name: a, relay: { password: { evn: P } } }]\n'],
    ['virtualSenders: [{ name: v, account: x }]\n'],
    ['environments: { stage: { sender: {} } }\n'],
    ['environments: { stage: { senders: { a: { name: b } } } }\n'],
    ['senders: [{ name: a, relay: { password: { command: pass } } }]\n'],
    ['senders: [{ name: a, relay: { password: { command: [] } } }]\n'],
    ['receivers: [{ by: a, network: 10.0.0.0/8 }]\n'],
  ])('marks %j', (text) => expect(isValid(parse(text))).toBe(false));
});
