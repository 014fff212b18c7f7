import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

/**
 * The import table of CONTRIBUTING.md. A layer may import what matches one of its patterns: folders of src/, files
 * directly in src/, packages, `node:` modules. `type:` allows only `import type`.
 */
const layers: Readonly<Record<string, readonly RegExp[]>> = {
  trace: [/^trace\//],
  relay: [/^relay\//, /^trace\//],
  events: [/^events\//, /^relay\//, /^trace\//],
  presets: [/^presets\//, /^type:relay\//],
  config: [/^config\//, /^relay\//, /^events\//, /^presets\//, /^trace\//, /^errors$/, /^yaml$/, /^valibot$/],
  render: [
    /^render\//,
    /^(safe-text|shell-word|errors|exit-code|cells)$/,
    /^chalk$/,
    /^type:(relay|trace|events|config|presets|commands)\//,
    // Pure helpers of the inner layers may be called to show what they know.
    /^(relay|trace|events|presets)\//,
  ],
  commands: [
    /^commands\//,
    /^(relay|trace|events|presets|config|help)\//,
    /^(errors|exit-code|safe-text|shell-word)$/,
    /^type:world\//,
    /^type:commander$/,
    /^commander$/,
  ],
  world: [
    /^world\//,
    /^(relay|trace|events|presets|config)\//,
    /^(errors|exit-code|safe-text|cells)$/,
    /^type:globals$/,
    /^node:/,
    /^[a-z@][\w@/.-]*$/,
  ],
};
const forbidden: Readonly<Record<string, RegExp>> = { world: /^(type:)?(commands|render)\// };

/** The doors of a room: what of it others may import. A room that is not named here is open. */
const doors: Readonly<Record<string, readonly string[]>> = {
  'trace/grammar': ['account', 'grammar', 'misfit', 'public-places'],
  'trace/redact': ['redact-message'],
  'trace/hop': ['hop', 'parse-received', 'tls-words', 'torn-line'],
  'trace/path': ['judge-options', 'judge-path', 'trusted-receivers', 'verdict'],
  'relay/causes': ['index'],
  events: ['index', 'statistics/index', 'reconcile/index'],
  'events/statistics': ['index'],
  'events/reconcile': ['index'],
  'config/edit': ['edit-tree', 'hunks', 'splice', 'text-places'],
  'world/authentication': ['authenticator', 'node-authenticator'],
  'world/demo': ['demo-stage', 'stage'],
  'world/dns': ['ask-records', 'dns', 'node-dns'],
  'world/events': ['events-room', 'listen', 'node-events', 'store'],
  'world/lab': ['certificates', 'lab', 'node-lab'],
  'world/mailboxes': ['mailboxes', 'node-mailboxes'],
  'world/mailboxes/imap': ['imap'],
  'world/secrets': ['config-trust', 'node-secrets', 'redactor', 'secrets'],
  'world/smtp/channel': ['channel', 'conversation', 'handshake', 'watch'],
  'world/statistics': ['node-statistics', 'statistics-room'],
  'world/web': ['ask-web', 'failures'],
};

const root = path.resolve('src');

interface Import {
  readonly target: string;
}

function filesOf(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(root, folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const statements = [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?\bfrom\s+'([^']+)'/gm)];
  const dynamic = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map((match) => ['', '', match[1] ?? '']);
  return [...statements, ...dynamic].map(([, type, specifier = '']) => ({
    target: `${type ? 'type:' : ''}${resolve(file, specifier)}`,
  }));
}

function resolve(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return path
    .relative(root, path.resolve(path.dirname(file), specifier))
    .replaceAll(path.sep, '/')
    .replace(/\.js$/, '');
}

function isAllowed(layer: string, target: string): boolean {
  if (forbidden[layer]?.test(target)) return false;
  const plain = target.replace(/^type:/, '');
  return (layers[layer] ?? []).some((pattern) => pattern.test(target) || pattern.test(plain));
}

describe('the import table', () => {
  test.each(Object.keys(layers))('%s/ imports only what it may', (layer) => {
    const wrong = filesOf(layer).flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => !isAllowed(layer, target))
        .map(({ target }) => `${path.relative(root, file)} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test.each(Object.entries(doors))('others come into %s/ by its doors', (room, names) => {
    const isOutside = (file: string): boolean => path.relative(path.join(root, room), file).startsWith('..');
    const wrong = filesOf('.')
      .filter(isOutside)
      .flatMap((file) => importsOf(file).map(({ target }) => [path.relative(root, file), target.replace(/^type:/, '')]))
      .filter(([, target = '']) => target.startsWith(`${room}/`) && !names.includes(target.slice(room.length + 1)))
      .map(([file, target]) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  test('every door is used', () => {
    const used = new Set(
      filesOf('.').flatMap((file) => importsOf(file).map(({ target }) => target.replace(/^type:/, ''))),
    );
    const named = Object.entries(doors).flatMap(([room, names]) => names.map((name) => `${room}/${name}`));
    expect(named.filter((door) => !used.has(door))).toEqual([]);
  });

  test('the check sees imports at all', () => {
    expect(importsOf(path.join(root, 'main.ts')).length).toBeGreaterThan(3);
    expect(isAllowed('trace', 'node:fs')).toBe(false);
    expect(isAllowed('commands', 'render/json')).toBe(false);
    expect(isAllowed('commands', 'world/node-world')).toBe(false);
    expect(isAllowed('world', 'type:commands/command')).toBe(false);
  });
});
