import { checkRules } from './check-rules.js';
import { checkShape } from './check-shape.js';
import type { ConfigText } from './config-text.js';
import { nearest, suggester } from './nearest.js';
import { type Finding, findingKey } from './problem.js';
import type { FileValues } from './schema/file.js';
import { shownName } from './secret-words.js';
import { type Entry, isNothing, itemsAt, type MapValue, textAt, type Value, valueAt } from './tree.js';
import { keyOffsetOf, offsetOf } from './tree-offsets.js';

/** A secret reference is one value: two halves of different references would be none. */
const wholeKeys: ReadonlySet<string> = new Set(['username', 'password']);

/** The names below `environments:`, in the order of the file. */
export function environmentNames(root: MapValue): string[] {
  return environmentsOf(root).map(({ key }) => key);
}

/**
 * The file as it is in an environment: the fields that the environment gives in the place of the base's; maps field by
 * field, everything else whole. `environments` itself is left out. An unknown environment gives the base.
 */
export function inEnvironment(root: MapValue, environment: string): MapValue {
  const overlay = environmentsOf(root).find(({ key }) => key === environment)?.value;
  const senders = new Map(senderOverlays(overlay).map(({ key, value }) => [key, value]));
  const entries = root.entries.flatMap((entry): Entry[] => {
    if (entry.key === 'environments') return [];
    if (entry.key !== 'senders' || entry.value.kind !== 'list') return [entry];
    const items = entry.value.items.map((sender) => withOverlay(sender, senders.get(textAt(sender, 'name') ?? '')));
    return [{ ...entry, value: { ...entry.value, items } }];
  });
  const rest = entriesOf(overlay).filter(({ key }) => key === 'receivers' || key === 'test');
  return withEntries({ ...root, entries }, rest);
}

/** What the rules say of each environment's result that they do not say of the base, and names that no sender has. */
export function checkEnvironments(
  root: MapValue,
  base: readonly Finding[],
  readableBy: ConfigText['readableBy'],
): Finding[] {
  const said = new Set(base.map(findingKey));
  const names = itemsAt(root, 'senders').flatMap((sender) => textAt(sender, 'name') ?? []);
  const known = new Set(names);
  const meant = suggester(names);
  return environmentsOf(root).flatMap((entry) => {
    const result = inEnvironment(root, entry.key);
    const found = checkRules(result, checkShape(result).values, readableBy).filter((one) => !said.has(findingKey(one)));
    return [
      ...wrongName(entry),
      ...senderOverlays(entry.value).flatMap((sender) => unknownSender(sender, known, meant)),
      ...found,
    ].map((finding) => ({ ...finding, message: `in environment '${shownName(entry.key)}': ${finding.message}` }));
  });
}

/** The values in an environment; undefined when their shape is wrong. */
export function valuesIn(root: MapValue, environment: string): FileValues | undefined {
  return checkShape(inEnvironment(root, environment)).values;
}

/** What is wrong with the choice of an environment. */
export function unknownEnvironment(root: MapValue, environment: string): Finding | undefined {
  const names = environmentNames(root);
  if (names.includes(environment)) return undefined;
  const meant = nearest(environment, names);
  const has = names.length === 0 ? 'The file has no environments.' : `The file has ${names.map(shownName).join(', ')}.`;
  return {
    rule: 'environment/unknown',
    severity: 'error',
    message: `there is no environment '${environment}'`,
    fix: meant === undefined ? has : `Did you mean ${meant}? ${has}`,
    offset: keyOffset(root.entries.find(({ key }) => key === 'environments')),
  };
}

/** The entries of an environment's senders: the name of a sender, and the fields that it has there. */
export function senderOverlays(overlay: Value | undefined): readonly Entry[] {
  return entriesOf(valueAt(overlay, 'senders'));
}

export function environmentsOf(root: MapValue): readonly Entry[] {
  return entriesOf(valueAt(root, 'environments'));
}

function entriesOf(value: Value | undefined): readonly Entry[] {
  return value?.kind === 'map' ? value.entries : [];
}

function withOverlay(base: Value, overlay: Value | undefined): Value {
  if (overlay === undefined || isNothing(overlay)) return base;
  if (base.kind !== 'map' || overlay.kind !== 'map') return overlay;
  return withEntries(base, overlay.entries);
}

function withEntries(base: MapValue, overlay: readonly Entry[]): MapValue {
  const entries = new Map(base.entries.map((entry) => [entry.key, entry]));
  for (const entry of overlay) {
    if (isNothing(entry.value)) continue;
    const old = entries.get(entry.key);
    const isWhole = old === undefined || wholeKeys.has(entry.key);
    entries.set(entry.key, isWhole ? entry : { ...entry, value: withOverlay(old.value, entry.value) });
  }
  return { ...base, entries: [...entries.values()] };
}

/** It is a word of the command line and of an environment variable. */
function wrongName(entry: Entry): Finding[] {
  if (/^[A-Za-z0-9][\w.-]{0,63}$/.test(entry.key)) return [];
  const fix = 'Use at most 64 letters, digits, dots, hyphens and underscores, such as stage.';
  return [
    { rule: 'environment/name', severity: 'error', message: 'the name is not valid', fix, offset: keyOffset(entry) },
  ];
}

function unknownSender(
  entry: Entry,
  known: ReadonlySet<string>,
  suggest: (word: string) => string | undefined,
): Finding[] {
  if (known.has(entry.key)) return [];
  const meant = suggest(entry.key);
  return [
    {
      rule: 'environment/unknown-sender',
      severity: 'error',
      message: `there is no sender '${shownName(entry.key)}'`,
      fix: meant === undefined ? 'An environment changes senders; it cannot add any.' : `Did you mean ${meant}?`,
      offset: keyOffset(entry),
    },
  ];
}

function keyOffset(entry: Entry | undefined): number {
  return entry === undefined ? 0 : keyOffsetOf(entry) || offsetOf(entry.value);
}
