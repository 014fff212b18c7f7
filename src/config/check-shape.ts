import * as v from 'valibot';
import { nearest } from './nearest.js';
import { plain } from './plain.js';
import { type Finding, findingKey } from './problem.js';
import { type FileValues, fileSchema } from './schema/file.js';
import { schemaProse } from './schema/prose.js';
import { isSecretKey, shownName } from './secret-words.js';
import { type Entry, entryAt, isNothing, type MapValue, type Value, withoutOwnKeys } from './tree.js';
import { keyOffsetOf, offsetOf } from './tree-offsets.js';

/** More of them are counted and not looked at. */
const mostIssues = 50_000;

/** The typed values of the file, or what is wrong with its shape: all of it. */
export function checkShape(root: MapValue): {
  readonly values: FileValues | undefined;
  readonly findings: readonly Finding[];
  /** Errors that were only counted. */
  readonly more: number;
} {
  const own = withoutOwnKeys(root);
  const result = v.safeParse(fileSchema, plain(own));
  const found = [
    ...(result.success ? [] : result.issues.slice(0, mostIssues).map((issue) => findingOf(root, issue))),
    ...emptyKeys(own),
  ];
  if (found.length === 0 && result.success) return { values: result.output, findings: [], more: 0 };
  const findings = [...new Map(found.map((one) => [findingKey(one), one])).values()];
  const more = result.success ? 0 : Math.max(0, result.issues.length - mostIssues);
  return { values: undefined, findings, more };
}

function findingOf(root: MapValue, issue: v.BaseIssue<unknown>): Finding {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'string' ? key.trimEnd() : key));
  const last = path.at(-1);
  const own = (name: unknown): string => shownName(String(name));
  const key = typeof last === 'number' ? `${own(path.at(-2))}[${last + 1}]` : own(last ?? 'the file');
  const { entry, value, container } = locate(root, path);
  if (issue.type === 'never')
    return unknownKey(
      String(last),
      knownKeys(schemaAt(path.slice(0, -1))),
      entry === undefined ? 0 : keyOffsetOf(entry),
    );
  // An item that says nothing is not missing: it is there, and empty.
  const rule = issue.message === 'missing-key' && typeof last !== 'string' ? 'value/map' : issue.message;
  if (rule === 'missing-key' || value === undefined)
    return { rule, severity: 'error', offset: offsetOf(container), ...schemaProse(rule, key, undefined) };
  const written = value.kind === 'scalar' && !isNothing(value) ? shownName(value.text) : undefined;
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
    entry = entryAt(value, String(step));
    value = value.kind === 'list' && typeof step === 'number' ? value.items[step] : entry?.value;
  }
  return { entry, value, container };
}

function unknownKey(key: string, known: readonly string[], offset: number): Finding {
  const meant = nearest(key, known);
  const glued = known.find((one) => key.startsWith(`${one}:`));
  const fix =
    glued !== undefined
      ? `Write a space after the colon: ${glued}: …`
      : meant === undefined
        ? `Known keys: ${known.join(', ')}.`
        : `Did you mean ${meant}?`;
  const message = `the key '${shownName(key)}' is not allowed here`;
  return { rule: 'unknown-key', severity: 'error', message, fix, offset };
}

/** Unknown keys without a value: of what says nothing the schema hears nothing. */
function emptyKeys(root: MapValue): Finding[] {
  const findings: Finding[] = [];
  const look = (value: Value, schema: AnySchema | undefined): void => {
    if (value.kind === 'list') for (const item of value.items) look(item, unwrap(schema)?.item);
    if (value.kind !== 'map' || schema === undefined) return;
    const known = knownKeys(schema);
    for (const entry of value.entries) {
      const isUnknown = unwrap(schema)?.value === undefined && !known.includes(entry.key);
      if (isUnknown && isNothing(entry.value)) findings.push(unknownKey(entry.key, known, keyOffsetOf(entry)));
      // What is wrong below a secret's key is told of the whole, for it may be the secret.
      else if (!isSecretKey(entry.key)) look(entry.value, below(schema, entry.key));
    }
  };
  look(root, fileSchema as unknown as AnySchema);
  return findings;
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

/** The keys that the schema knows; of a choice between several shapes, those of all of them. */
function knownKeys(schema: AnySchema | undefined): string[] {
  const { entries, options } = unwrap(schema) ?? {};
  return entries === undefined && Array.isArray(options)
    ? options.flatMap((option: AnySchema | string) => (typeof option === 'string' ? [] : knownKeys(option)))
    : Object.keys(entries ?? {});
}

function schemaAt(path: readonly unknown[]): AnySchema | undefined {
  let schema: AnySchema | undefined = fileSchema as unknown as AnySchema;
  for (const step of path) schema = typeof step === 'number' ? unwrap(schema)?.item : below(schema, String(step));
  return schema;
}

function below(schema: AnySchema | undefined, key: string): AnySchema | undefined {
  const { entries = {}, value } = unwrap(schema) ?? {};
  return Object.hasOwn(entries, key) ? entries[key] : value;
}

function unwrap(schema: AnySchema | undefined): AnySchema | undefined {
  return schema?.wrapped === undefined ? schema : unwrap(schema.wrapped);
}
