import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Node,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { commentsOf, linePlaces, type Place } from './comment-secrets.js';
import { readTree } from './read-tree.js';
import { behindSecretWord, isSecretKey, secretIn } from './secret-words.js';

/**
 * Where secrets are in the text of a config, by their place and whatever their form: the value of a key such as `password`
 * with its anchor and tag, a value that such a key takes from an anchor elsewhere, and what is after such a word in a
 * comment. Of a text that cannot be read as YAML the lines are looked at. Rather too much than too little; a reference is not a secret.
 */
export function secretPlaces(text: string): readonly Place[] {
  const { root } = readTree(text);
  if (root === undefined) return linePlaces(text, 0);
  const { places: inNodes, values } = new PlaceFinder(text, root.node);
  const places = [...inNodes, ...propertyPlaces(text)];
  const repeated = values.filter((value) => value.length >= telling);
  if (repeated.length === 0 && !/#.*(?:pass|pwd?|secret|token)/i.test(text)) return places;
  return [...places, ...commentsOf(text).flatMap((comment) => commentPlaces(comment, repeated))];
}

/** Inside the name of an anchor or a tag, which may hold nearly every character: `&a'password:hunter2`. */
function propertyPlaces(text: string): Place[] {
  return [...text.matchAll(/[&!]\S+/g)].flatMap(({ index, 0: name }) => {
    const at = secretIn(name);
    return at === undefined || at === name.length ? [] : [{ from: index + at, to: index + name.length }];
  });
}

/** Shorter values are in many comments by chance. */
const telling = 4;

function commentPlaces(
  { text, from }: { readonly text: string; readonly from: number },
  values: readonly string[],
): Place[] {
  const places = linePlaces(text, from);
  for (const value of values)
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length))
      places.push({ from: from + at, to: from + at + value.length });
  return places;
}

class PlaceFinder {
  readonly places: Place[] = [];
  /** What is in them. */
  readonly values: string[] = [];
  private readonly anchors = new Map<string, Node>();
  private readonly asked = new Set<string>();

  constructor(
    private readonly text: string,
    contents: Node | undefined,
  ) {
    if (contents === undefined) return;
    visit(contents, {
      Alias: (_key, { source }) => void this.asked.add(source),
      Value: (_key, node) => {
        if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
      },
    });
    visit(contents, {
      Pair: (_key, pair) => this.pair(pair as Pair),
      Scalar: (_key, node) => this.swallowed(node),
    });
  }

  private pair({ key, value }: Pair): void {
    if (!isScalar(key)) return;
    if (!isSecretKey(String(key.value))) this.unparted(key);
    else if (isAlias(value)) {
      const target = this.anchors.get(value.source);
      if (target !== undefined && !isReference(target)) this.add(target, target.range?.[0]);
    } else if (isScalar(value) && holdsSomething(value)) this.written(key, value);
    else if (isCollection(value) && isWhole(key) && !isReference(value)) this.written(key, value);
  }

  /** A key that is the word and more, for want of a colon: `password hunter2`. */
  private unparted(key: Scalar): void {
    const at = /^\S+\s/.test(String(key.value)) ? behindSecretWord(String(key.value)) : undefined;
    if (at !== undefined) this.add(key, (key.range?.[0] ?? 0) + at);
  }

  /** An anchor that no alias asks for is what somebody took the secret for: `password: &hunter2`. */
  private written(key: Scalar, value: Scalar | YAMLMap | YAMLSeq): void {
    const isAnchor = value.anchor !== undefined && this.asked.has(value.anchor);
    this.add(value, isAnchor ? value.range?.[0] : key.range?.[1]);
  }

  /** Text, or a key, that holds a secret's key and the secret: `password:hunter2`. */
  private swallowed(node: Node): void {
    const [from = 0, to = 0] = node.range ?? [];
    const at = secretIn(this.text.slice(from, to));
    if (at !== undefined) this.add(node, from + at);
  }

  private add(node: Node, from: number | undefined): void {
    const to = node.range?.[1];
    if (from === undefined || to === undefined) return;
    const begin = from + (/^\s*:?\s*/.exec(this.text.slice(from, to))?.[0].length ?? 0);
    if (begin < to) this.places.push({ from: begin, to });
    if (isScalar(node)) this.values.push(String(node.value).trim());
  }
}

/** `password:`, `password: ~`: there is nothing to hide. */
function holdsSomething({ value, anchor, tag }: Scalar): boolean {
  return anchor !== undefined || tag !== undefined || !/^(?:~|null)?$/i.test(String(value ?? ''));
}

/** Keys whose lists and maps are a secret too; others, such as the name of an environment, may just be called so. */
function isWhole({ value }: Scalar): boolean {
  return /^(?:x-.*|password|token|secretpath)$/i.test(String(value));
}

/** `{ env: NAME }`, `{ file: path }` or `{ command: [...] }`, and nothing else. */
function isReference(node: Node): boolean {
  if (!isMap(node)) return false;
  const [pair, ...more] = node.items;
  if (!isPair(pair) || !isScalar(pair.key) || more.length > 0) return false;
  const key = String(pair.key.value);
  if (key === 'env') return isScalar(pair.value) && /^[A-Za-z_]\w*$/.test(String(pair.value.value));
  return key === 'command' ? isCollection(pair.value) : key === 'file' && isScalar(pair.value);
}
