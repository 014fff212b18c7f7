import * as v from 'valibot';
import { plain } from './plain.js';
import type { FileValues } from './schema/file.js';
import { type SenderValues, senderSchema } from './schema/sender.js';
import { type RuleValues, ruleSchema } from './schema/virtual-sender.js';
import { itemsAt, type MapValue, textAt, type Value } from './tree.js';

/** A sender with the places of its values. */
export interface PlacedSender {
  readonly values: SenderValues;
  readonly node: Value;
}

/** A rule of a virtual sender with the places of its values. */
export interface PlacedRule {
  readonly values: RuleValues;
  readonly node: Value;
  /** From 1, as it is in the file. */
  readonly number: number;
}

/** The senders and rules whose shape is right, also where that of the file is not: their problems are told at once with its. */
export interface WholeParts {
  readonly senders: readonly PlacedSender[];
  readonly rulesOf: (virtual: number) => readonly PlacedRule[];
}

/** `values` are those of the whole file, when its shape is right. */
export function wholeParts(root: MapValue, values: FileValues | undefined): WholeParts {
  const senders = itemsAt(root, 'senders').flatMap((node, i) => {
    const sender = values === undefined ? parsed(senderSchema, node) : values.senders?.[i];
    return sender === undefined ? [] : [{ values: sender, node }];
  });
  const virtuals = itemsAt(root, 'virtualSenders');
  const rulesOf = (virtual: number): PlacedRule[] =>
    itemsAt(virtuals[virtual], 'rules').flatMap((node, i) => {
      const rule = values === undefined ? parsed(ruleSchema, node) : values.virtualSenders?.[virtual]?.rules?.[i];
      return rule === undefined ? [] : [{ values: rule, node, number: i + 1 }];
    });
  return { senders, rulesOf };
}

function parsed<Schema extends v.GenericSchema>(schema: Schema, node: Value): v.InferOutput<Schema> | undefined {
  const result = v.safeParse(schema, plain(node));
  return result.success ? result.output : undefined;
}

/** The text of a key of each item, with its item; items without it are left out. */
export function textsOf(items: readonly Value[], key: string): { readonly text: string; readonly item: Value }[] {
  return items.flatMap((item) => {
    const text = textAt(item, key);
    return text === undefined ? [] : [{ text, item }];
  });
}
