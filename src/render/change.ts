import type { ChangeResult } from '../commands/change.js';
import type { Paint, View } from '../commands/command.js';
import type { ConfigChange } from '../relay/config-change.js';
import { ruleCalled } from '../relay/describe.js';
import type { RuleMatch } from '../relay/virtual-sender.js';
import { safeText } from '../safe-text.js';
import { shellWord } from '../shell-word.js';
import { renderJson } from './json.js';
import { nextLine } from './next.js';

/** The view of a command that changes the file; `schema` names it, as in `sender-create@1`. */
export function changeView(schema: string): View<ChangeResult> {
  return {
    human: (result, { paint }) => {
      if (result.show === 'diff') return unifiedDiff(result, paint);
      const lines = result.lines === 'to-show' ? changedLines(result, paint) : '';
      return `${sentence(result)}\n${lines}${findingsText(result, paint)}${nextText(result, paint)}`;
    },
    json: (result) =>
      renderJson(schema, {
        changed: result.state !== 'unchanged',
        written: result.state === 'written',
        file: result.file,
        backup: result.backup ?? null,
        ...namesOf(result.change),
        diff: unifiedDiff(result, undefined),
        findings: result.findings,
      }),
  };
}

/** One sentence: what happened, or what would happen. */
function sentence({ change, state, file, backup }: ChangeResult): string {
  if (state === 'unchanged') return `No change: ${safeText(file)} already has this.`;
  const [did, would] = verbs[change.kind];
  const what = safeText(objectOf(change));
  return state === 'written'
    ? `${did} ${what} in ${safeText(file)}.${backup === undefined ? '' : ` The previous file is ${safeText(backup)}.`}`
    : `Would ${would} ${what} in ${safeText(file)}. Nothing was written.`;
}

const verbs: Readonly<Record<ConfigChange['kind'], readonly [did: string, would: string]>> = {
  'add-sender': ['Created', 'create'],
  'edit-sender': ['Changed', 'change'],
  'clone-sender': ['Cloned', 'clone'],
  'rename-sender': ['Renamed', 'rename'],
  'delete-sender': ['Deleted', 'delete'],
  'add-virtual': ['Created', 'create'],
  'edit-virtual': ['Changed', 'change'],
  'clone-virtual': ['Cloned', 'clone'],
  'rename-virtual': ['Renamed', 'rename'],
  'delete-virtual': ['Deleted', 'delete'],
  attach: ['Attached', 'attach'],
  detach: ['Detached', 'detach'],
  'move-rule': ['Moved', 'move'],
  'set-shares': ['Set', 'set'],
};

function objectOf(change: ConfigChange): string {
  switch (change.kind) {
    case 'add-sender':
    case 'edit-sender':
    case 'delete-sender':
      return `sender '${change.name}'`;
    case 'clone-sender':
      return `sender '${change.name}' as '${change.copy}'`;
    case 'rename-sender':
      return `sender '${change.name}' to '${change.to}'`;
    case 'add-virtual':
    case 'edit-virtual':
    case 'delete-virtual':
      return `virtual sender '${change.name}'`;
    case 'clone-virtual':
      return `virtual sender '${change.name}' as '${change.copy}'`;
    case 'rename-virtual':
      return `virtual sender '${change.name}' to '${change.to}'`;
    case 'attach':
      return `sender '${change.share.sender}' to ${ruleOf(change.match, change.virtual)}`;
    case 'detach': {
      const rules = change.match && ruleOf(change.match, change.virtual);
      return `sender '${change.sender}' from ${rules ?? `all rules of '${change.virtual}'`}`;
    }
    case 'move-rule':
      return `${ruleOf(change.match, change.virtual)} to position ${change.position}`;
    case 'set-shares':
      return `the shares of ${ruleOf(change.match, change.virtual)}`;
  }
}

function ruleOf(match: RuleMatch, virtual: string): string {
  return `${ruleCalled(match)} of '${virtual}'`;
}

/** The names that a script may want back, each under a key that says what it names. */
function namesOf(change: ConfigChange): Readonly<Record<string, unknown>> {
  switch (change.kind) {
    case 'add-sender':
    case 'edit-sender':
    case 'delete-sender':
      return { sender: change.name };
    case 'clone-sender':
      return { sender: change.copy, copyOf: change.name };
    case 'rename-sender':
      return { sender: change.to, renamedFrom: change.name };
    case 'add-virtual':
    case 'edit-virtual':
      return { virtualSender: change.name, account: change.account };
    case 'delete-virtual':
      return { virtualSender: change.name };
    case 'clone-virtual':
      return { virtualSender: change.copy, copyOf: change.name };
    case 'rename-virtual':
      return { virtualSender: change.to, renamedFrom: change.name };
    case 'attach':
      return { virtualSender: change.virtual, sender: change.share.sender, match: change.match };
    case 'detach':
      return { virtualSender: change.virtual, sender: change.sender, match: change.match ?? null };
    case 'move-rule':
      return { virtualSender: change.virtual, match: change.match, position: change.position };
    case 'set-shares':
      return { virtualSender: change.virtual, match: change.match };
  }
}

type Line = ChangeResult['hunks'][number]['lines'][number];

const marks = { added: '+', removed: '-', context: ' ' } as const;

function lineText({ kind, text }: Line, paint: Paint | undefined): string {
  const line = `${marks[kind]}${safeText(text)}`;
  if (paint === undefined || kind === 'context') return line;
  return kind === 'added' ? paint.green(line) : paint.red(line);
}

/** The step of the story that follows; after the rest nothing follows by itself. */
function nextText({ change, state }: ChangeResult, paint: Paint): string {
  if (state !== 'written') return '';
  switch (change.kind) {
    case 'add-sender':
      return nextLine(`akrelay check ${shellWord(change.name)}`, paint);
    case 'add-virtual':
      return nextLine(`akrelay virtual attach ${shellWord(change.name)} <sender>`, paint);
    case 'attach':
      return nextLine(`akrelay send --virtual ${shellWord(change.virtual)} --to <address>`, paint);
    default:
      return '';
  }
}

/** What `config validate` would say now; a person who was asked has seen it. */
function findingsText({ findings, lines }: ChangeResult, paint: Paint): string {
  if (lines === 'already-shown') return '';
  return findings
    .map(
      ({ message, fix, rule }) =>
        `${paint.yellow('warning:')} ${safeText(message)} ${paint.dim(`[${safeText(rule)}]`)}\n    ${safeText(fix)}\n`,
    )
    .join('');
}

/** The lines that went and came, without those around them: the sentence above says where. */
function changedLines({ hunks }: ChangeResult, paint: Paint): string {
  return hunks
    .flatMap(({ lines }) => lines.filter(({ kind }) => kind !== 'context'))
    .map((line) => `${`  ${lineText(line, paint)}`.trimEnd()}\n`)
    .join('');
}

/** A unified diff; empty when nothing changes. */
function unifiedDiff({ file, hunks }: ChangeResult, paint: Paint | undefined): string {
  if (hunks.length === 0) return '';
  const name = safeText(file);
  const body = hunks.map((hunk) => {
    const oldCount = hunk.lines.filter(({ kind }) => kind !== 'added').length;
    const newCount = hunk.lines.filter(({ kind }) => kind !== 'removed').length;
    const head = `@@ -${hunk.oldStart},${oldCount} +${hunk.newStart},${newCount} @@`;
    return [paint?.cyan(head) ?? head, ...hunk.lines.map((line) => lineText(line, paint))]
      .map((line) => `${line}\n`)
      .join('');
  });
  return `--- a/${name}\n+++ b/${name}\n${body.join('')}`;
}
