import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar } from 'yaml';
import type { Finding } from './problem.js';
import { type Entry, type ListValue, type MapValue, map, type Value } from './tree.js';
import { keyOffsetOf, offsetOf, startOf } from './tree-offsets.js';
import { syntaxProse } from './yaml-errors.js';

/** A text as YAML: what it says, and what is wrong with it as YAML. */
export interface ParsedText {
  /** The root map; empty when the file holds nothing. Undefined when the text cannot be understood. */
  readonly root: MapValue | undefined;
  readonly findings: readonly Finding[];
  /** Nodes that an alias refers to: a change inside one would change other places too. */
  readonly shared: ReadonlySet<unknown>;
}

/** Values that aliases may unfold to, as a multiple of the text's length: more is an attack or a mistake. */
const unfoldingLimit = 10;

/** Deeper than any config; a text of nothing but brackets exhausts the stack. */
const deepest = 100;

export function finding(offset: number, said: Pick<Finding, 'rule' | 'message' | 'fix'>): Finding {
  return { ...said, severity: 'error', offset };
}

export function broken(findings: readonly Finding[]): ParsedText {
  return { root: undefined, findings, shared: new Set() };
}

export class TreeReader {
  private readonly findings: Finding[] = [];
  private readonly shared = new Set<unknown>();
  private readonly anchors = new Map<string, { readonly value: Value; readonly size: number }>();
  private size = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly document: Document.Parsed,
  ) {}

  read(): ParsedText {
    const root = this.rootMap();
    if (this.findings.length > 0) return broken(this.findings);
    return { root, findings: [], shared: this.shared };
  }

  private rootMap(): MapValue {
    const contents: unknown = this.document.contents;
    if (contents === null || (isScalar(contents) && contents.source === '')) return map([], 'block');
    const root = this.value(contents, 0);
    if (root.kind === 'map') return root;
    const fix = "Start with 'version: 1', or create a new file with: akrelay init";
    this.report(0, 'yaml/not-a-map', 'the file is not a map of keys and values', fix);
    return map([], 'block');
  }

  private value(node: unknown, at: number): Value {
    this.size += 1;
    if (isAlias(node)) return this.aliased(node.source, node, at);
    const before = this.size;
    this.depth += 1;
    if (this.depth > deepest) throw new RangeError('too deep');
    const value = this.written(node, at);
    this.depth -= 1;
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor !== undefined) this.anchors.set(anchor, { value, size: this.size - before });
    return value;
  }

  private written(node: unknown, at: number): Value {
    if (isMap(node)) {
      const own = node.items.map((pair) => this.entry(pair as Pair, at));
      this.expectUnique(own);
      return { kind: 'map', entries: this.merged(own), style: 'block', node, alias: undefined };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.value(item, startOf(node, at)));
      return { kind: 'list', items, style: 'block', node, alias: undefined } satisfies ListValue;
    }
    const scalar = isScalar(node) ? node : undefined;
    const style = scalar?.type === 'PLAIN' || scalar === undefined ? 'plain' : 'quoted';
    return { kind: 'scalar', text: String(scalar?.value ?? ''), style, node: scalar, alias: undefined };
  }

  private expectUnique(entries: readonly Entry[]): void {
    const known = new Set<string>();
    for (const entry of entries) {
      if (known.has(entry.key) && entry.pair !== undefined) {
        const { rule, message, fix } = syntaxProse('DUPLICATE_KEY');
        this.report(keyOffsetOf(entry), rule, message, fix);
      }
      known.add(entry.key);
    }
  }

  private entry(pair: Pair, at: number): Entry {
    const { key, value } = pair;
    const keyAt = startOf(key, at);
    if (isScalar(key)) {
      return { key: String(key.value), value: this.value(value, keyAt), pair: pair as Pair<Scalar, unknown> };
    }
    this.report(keyAt, 'yaml/key', 'a key is not simple text', "Write 'key: value'.");
    return { key: '', value: this.value(value, keyAt), pair: undefined };
  }

  private aliased(name: string, node: unknown, at: number): Value {
    const target = this.anchors.get(name);
    if (target === undefined) {
      this.report(
        startOf(node, at),
        'yaml/unknown-alias',
        'this alias has no anchor above it',
        'Write & and the same name before the value it refers to, or quote text that starts with *.',
      );
      return { kind: 'scalar', text: '', style: 'plain', node: undefined, alias: undefined };
    }
    this.size += target.size;
    if (this.size > this.text.length * unfoldingLimit) throw new RangeError('aliases unfold without end');
    this.shared.add(target.value.node);
    return isAlias(node) ? { ...target.value, alias: node } : target.value;
  }

  /** Merge keys (`<<: *base`): the keys of the other map count where the map has none of its own. */
  private merged(own: readonly Entry[]): readonly Entry[] {
    if (!own.some(isMerge)) return own;
    const entries = own.filter((entry) => !isMerge(entry));
    const known = new Set(entries.map(({ key }) => key));
    for (const source of own.filter(isMerge).flatMap(({ value }) => this.mergeSources(value))) {
      for (const { key, value } of source.entries) {
        if (known.has(key)) continue;
        known.add(key);
        entries.push({ key, value, pair: undefined });
      }
    }
    return entries;
  }

  private mergeSources(value: Value): MapValue[] {
    if (value.kind === 'map') return [value];
    if (value.kind === 'list' && value.items.every((item) => item.kind === 'map')) return value.items as MapValue[];
    this.report(offsetOf(value), 'yaml/merge', "'<<' does not name a map", 'Write <<: *name, with &name before a map.');
    return [];
  }

  private report(offset: number, rule: string, message: string, fix: string): void {
    this.findings.push(finding(offset, { rule, message, fix }));
  }
}

function isMerge({ key, pair }: Entry): boolean {
  return key === '<<' && pair?.key.type === 'PLAIN';
}
