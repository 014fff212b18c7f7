import fc from 'fast-check';
import { parse } from 'yaml';
import { planChange } from '../../src/config/plan-change.js';
import { AkrelayError } from '../../src/errors.js';
import type { ConfigChange } from '../../src/relay/config-change.js';
import { type Draw, drawConfig, type PlainConfig } from './config-document.js';
import { applied, drawChange } from './config-oracle.js';
import { type WrittenConfig, writeConfig } from './config-writer.js';

export interface EditsChecked {
  /** Runs in which the text changed. */
  readonly changed: number;
  /** Why a change that fits was refused as unsafe, with the change and the text. */
  readonly refusals: readonly string[];
}

/** Generated documents × changes, each held against an oracle on plain data. Throws with the first counterexample. */
export function checkEdits({ runs, seed }: { readonly runs: number; readonly seed: number }): EditsChecked {
  let changed = 0;
  const refusals: string[] = [];
  fc.assert(
    fc.property(fc.array(fc.nat(719_999), { minLength: 40, maxLength: 160, size: 'max' }), (numbers) => {
      const draw = drawer(numbers);
      const config = drawConfig(draw);
      const outcome = checkOne(config, writeConfig(config, draw), drawChange(config, draw), refusals);
      if (outcome === 'changed') changed += 1;
    }),
    // A document is small as it is, and its text is shown: shrinking would only cost minutes.
    { numRuns: runs, seed, endOnFailure: true },
  );
  return { changed, refusals };
}

/** Draws from the numbers in turn; when they are used up, zeros follow, so that shrinking makes the document simpler. */
function drawer(numbers: readonly number[]): Draw {
  let next = 0;
  return (below) => {
    const number = numbers[next] ?? 0;
    next += 1;
    return number % below;
  };
}

function checkOne(
  config: PlainConfig,
  written: WrittenConfig,
  change: ConfigChange,
  refusals: string[],
): 'changed' | 'same' | 'misfit' | 'refused' {
  const { text } = written;
  const shown = (): string => `${JSON.stringify(change)}\n${text.replaceAll('\r', '␍').replaceAll('\t', '→')}`;
  equal(meaning(text), normal(config), () => `the generator is wrong\n${shown()}`);
  const expected = applied(config, change);
  try {
    const plan = planChange({ shownAs: 'a.yaml', text, readableBy: 'owner' }, change);
    if (expected === undefined) throw new Error(`should have been refused: ${shown()}`);
    equal(meaning(plan.text), normal(expected), () => `${shown()}\n=>\n${plan.text}`);
    if (plan.changed !== (plan.text !== text)) throw new Error('changed does not tell');
    keepsOthers(written, plan.text, change, config, shown);
    const again =
      /edit|attach|move/.test(change.kind) &&
      planChange({ shownAs: 'a.yaml', text: plan.text, readableBy: 'owner' }, change);
    if (again !== false && again.changed)
      throw new Error(`not the same twice: ${shown()}\n=>\n${plan.text}\n=>\n${again.text}`);
    return plan.changed ? 'changed' : 'same';
  } catch (error) {
    if (!(error instanceof AkrelayError)) throw error;
    if (expected === undefined) return 'misfit';
    if (/cannot be changed safely/.test(error.message)) {
      refusals.push(`${error.message}\n${shown()}`);
      return 'refused';
    }
    throw new Error(`refused: ${error.message} ${error.details.join('; ')}\n${shown()}`);
  }
}

function meaning(text: string): PlainConfig {
  return normal(parse(text, { schema: 'failsafe' }) ?? {});
}

/** What says nothing counts as absent. */
function normal(config: PlainConfig): PlainConfig {
  const { senders = [], virtualSenders = [], environments = {} } = config;
  return {
    senders: senders || [],
    virtualSenders: (virtualSenders || []).map((virtual) => ({ ...virtual, rules: virtual.rules || [] })),
    environments,
  };
}

function equal(a: PlainConfig, b: PlainConfig, shown: () => string): void {
  const [left, right] = [canonical(a), canonical(b)];
  if (left !== right) throw new Error(`${shown()}\nis      ${left}\nmust be ${right}`);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, held) =>
    held && typeof held === 'object' && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );
}

/** Every line that belongs to no item that the change is about stands in the new text, in the same order. */
function keepsOthers(
  { text, lines }: WrittenConfig,
  after: string,
  change: ConfigChange,
  config: PlainConfig,
  shown: () => string,
): void {
  const mine = ownersOf(change, config);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const now = after.replace(/^\ufeff/, '').split(eol);
  let at = 0;
  for (const line of lines) {
    if (mine.some((owner) => line.owner.startsWith(owner)) || line.owner.endsWith('/all')) continue;
    // The key's own line changes when its list begins or ends to be empty, and a comma may come behind a neighbour.
    const same = now.findIndex((other, i) => i >= at && (other === line.text || isNeighbour(line.text, other)));
    if (same === -1) throw new Error(`lost ${JSON.stringify(line.text)}: ${shown()}\n=>\n${after}`);
    at = same + 1;
  }
  if (after.startsWith('\ufeff') !== text.startsWith('\ufeff')) throw new Error(`lost the BOM: ${shown()}`);
  if (eol === '\r\n' && /(?<!\r)\n/.test(after)) throw new Error(`mixed line ends: ${shown()}\n=>\n${after}`);
}

function isNeighbour(before: string, now: string): boolean {
  if (/^(senders|virtualSenders):/.test(before))
    return now.replace(/ ?\[ ?\]/, '') === before.replace(/ ?\[ ?\]/, '') || now.startsWith(before.split(':')[0] ?? '');
  const bare = (line: string): string => line.replace(/,(?=[ \t]*(?:# on .*)?$)/, '');
  return before.startsWith('  ') && bare(before) === bare(now);
}

function ownersOf(change: ConfigChange, { senders = [], virtualSenders = [] }: PlainConfig): string[] {
  const sender = (name: string): string => `senders/${senders.findIndex((one) => one.name === name)}`;
  const virtual = (name: string): string => `virtualSenders/${virtualSenders.findIndex((one) => one.name === name)}`;
  switch (change.kind) {
    case 'edit-sender':
    case 'delete-sender':
      return [sender(change.name)];
    case 'rename-sender':
      return [sender(change.name), 'virtualSenders/', 'environments'];
    case 'edit-virtual':
    case 'rename-virtual':
    case 'delete-virtual':
      return [virtual(change.name)];
    case 'attach':
    case 'detach':
    case 'move-rule':
    case 'set-shares':
      return [virtual(change.virtual)];
    default:
      return [];
  }
}
