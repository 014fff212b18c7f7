import * as v from 'valibot';
import { nearest } from './nearest.js';
import { plain } from './plain.js';
import { type Finding, findingKey } from './problem.js';
import { keyOffsetOf, offsetOf } from './read-tree.js';
import { type FileValues, fileSchema } from './schema.js';
import { schemaProse } from './schema-prose.js';
import { type Entry, isNothing, type MapValue, type Value } from './tree.js';

/** Root keys that begin so are the user's own: a place for anchors. */
const ownKey = /^x-/;

/** The typed values of the file, or what is wrong with its shape: all of it. */
export function checkShape(root: MapValue): {
  readonly values: FileValues | undefined;
  readonly findings: readonly Finding[];
} {
  const own = { ...root, entries: root.entries.filter(({ key }) => !ownKey.test(key)) };
  const result = v.safeParse(fileSchema, plain(own));
  if (result.success) return { values: result.output, findings: [] };
  const findings = new Map(result.issues.map((issue) => findingOf(root, issue)).map((one) => [findingKey(one), one]));
  return { values: undefined, findings: [...findings.values()] };
}

function findingOf(root: MapValue, issue: v.BaseIssue<unknown>): Finding {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'string' ? key.trimEnd() : key));
  const last = path.at(-1);
  const key = typeof last === 'number' ? `${String(path.at(-2))}[${last + 1}]` : String(last ?? 'the file');
  const { entry, value, container } = locate(root, path);
  if (issue.type === 'never') return unknownKey(path, key, entry === undefined ? 0 : keyOffsetOf(entry));
  // An item that says nothing is not missing: it is there, and empty.
  const rule = issue.message === 'missing-key' && typeof last !== 'string' ? 'value/map' : issue.message;
  if (rule === 'missing-key' || value === undefined)
    return { rule, severity: 'error', offset: offsetOf(container), ...schemaProse(rule, key, undefined) };
  const written = value.kind === 'scalar' && !isNothing(value) ? value.text : undefined;
  return { rule, severity: 'error', offset: offsetOf(value), ...schemaProse(rule, key, written) };
}

/** The deepest place that the path leads to. */
function locate(
  root: MapValue,
  path: readonly unknown[],
): { entry: Entry | undefined; value: Value | undefined; container: Value } {
  let container: Value = root;
  let value: Value | undefined = root;
  let entry: Entry | undefined;
  for (const step of path) {
    if (value === undefined) break;
    container = value;
    entry = value.kind === 'map' ? value.entries.find(({ key }) => key === step) : undefined;
    value = value.kind === 'list' && typeof step === 'number' ? value.items[step] : entry?.value;
  }
  return { entry, value, container };
}

function unknownKey(path: readonly unknown[], key: string, offset: number): Finding {
  const known = keysAt(path.slice(0, -1));
  const meant = nearest(key, known);
  const fix = meant === undefined ? `it takes ${known.join(', ')}` : `did you mean ${meant}?`;
  return { rule: 'unknown-key', severity: 'error', message: `the key '${key}' is not known here`, fix, offset };
}

interface AnySchema {
  readonly type: string;
  readonly wrapped?: AnySchema;
  readonly item?: AnySchema;
  readonly options?: readonly AnySchema[];
  readonly entries?: Readonly<Record<string, AnySchema>>;
  /** Of a map with names for keys. */
  readonly value?: AnySchema;
}

/** The keys that the schema knows below a path. */
function keysAt(path: readonly unknown[]): string[] {
  let schema: AnySchema | undefined = fileSchema as unknown as AnySchema;
  for (const step of path) {
    schema = unwrap(schema);
    schema = typeof step === 'number' ? schema?.item : (schema?.entries?.[String(step)] ?? schema?.value);
  }
  return Object.keys(unwrap(schema)?.entries ?? {});
}

function unwrap(schema: AnySchema | undefined): AnySchema | undefined {
  return schema?.wrapped === undefined ? schema : unwrap(schema.wrapped);
}
