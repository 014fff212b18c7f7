import type { Paint, View } from '../../commands/command.js';
import type { LearnResult } from '../../commands/sender/learn.js';
import { shellWord } from '../../shell-word.js';
import { changeView } from '../change.js';
import { renderJson } from '../json.js';
import { nextLine } from '../next.js';
import { peer } from '../verify/answer.js';
import { hopFields } from '../verify/hop-fields.js';
import { ownWords, token } from '../verify/plain.js';

const change = changeView('sender-learn@1');

function nextOf({ sender, change }: LearnResult, paint: Paint): string {
  return change?.state === 'written'
    ? nextLine(`akrelay verify <message.eml> --sender ${shellWord(sender)}`, paint)
    : '';
}

export const senderLearnView: View<LearnResult> = {
  human: (result, context) => {
    const { hop, sender } = result;
    const client = hop.from === undefined ? 'nobody' : peer(hop.from);
    const handover = `${token(hop.by.name ?? 'Your server')} received the message from ${client}.\n`;
    if (result.change === undefined)
      return `${handover}No change: the path of ${ownWords(sender)} already includes this host.\n`;
    return result.change.show === 'diff'
      ? change.human(result.change, context)
      : `${handover}${change.human(result.change, context)}${nextOf(result, context.paint)}`;
  },
  json: (result) => {
    const { sender, hop, learned } = result;
    const { state = 'unchanged', file = null } = result.change ?? {};
    const done = { changed: state !== 'unchanged', written: state === 'written', file };
    return renderJson('sender-learn@1', { sender, ...done, learned, hop: hopFields(hop) });
  },
};
