import type { ProofFound, SeenOfMessage } from '../../commands/prove/result.js';
import type { StepState } from '../../relay/check-step.js';
import type { MessageProof, ProofStep } from '../../relay/proof.js';
import type { ProofReceipt } from '../../relay/proof-receipt.js';
import { element, type Markup, type Piece } from '../page/markup.js';
import { pageOf } from '../page/page.js';
import { answer, verdictWord } from '../verify/answer.js';
import { exactText, ownWords, sentence } from '../verify/plain.js';
import { messageMarkup } from '../verify/report/message.js';
import { pathStyle } from '../verify/report/style.js';
import { verdictTone } from '../verify/report/tones.js';
import { proofSentence, virtualSentence } from './human.js';
import { rowsOf, stateOf, subjectOf } from './rows.js';

/** The proof as a page; of a virtual sender a fold for each message. */
export function provePage(result: ProofFound): Promise<string> {
  const subject = ownWords(subjectOf(result));
  const tone = tones[stateOf[result.verdict]];
  const says = result.kind === 'sender' ? proofSentence(result) : virtualSentence(result);
  const messages = rowsOf(result).map((row, i) => ({ ...row, parts: messageParts(row.proof, result.seen[i]) }));
  const folds = messages.map(({ title, proof, parts }) => {
    const heading = element(
      'span',
      { class: tones[stateOf[proof.verdict]] },
      `${ownWords(title)}: ${proofSentence(proof)}`,
    );
    return element('details', {}, element('summary', {}, heading), parts);
  });
  return pageOf({
    title: `Proof of ${subject}`,
    style: pathStyle,
    body: [
      element('header', {}, element('h1', { class: tone }, `${subject}: ${says}`)),
      element('main', {}, result.kind === 'sender' ? messages.map(({ parts }) => parts) : folds),
    ],
  });
}

/** What was sent, the steps, the path of the message that arrived, and the session that sent it, folded. */
function messageParts({ steps, receipt }: MessageProof, seen: SeenOfMessage | undefined): Piece {
  const { path, authentication, transcript = [] } = seen ?? {};
  return [
    receipt && sentFacts(receipt),
    element('section', {}, element('h2', {}, 'Steps'), stepTable(steps)),
    path &&
      element(
        'section',
        {},
        element('h2', {}, 'The message that arrived'),
        element('p', { class: verdictTone[path.verdict] }, element('b', {}, `${verdictWord(path)}: ${answer(path)}`)),
        messageMarkup(path, authentication),
      ),
    transcript.length > 0 ? session(transcript) : undefined,
  ];
}

const tones: Readonly<Record<StepState, string>> = {
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
  unknown: 'warn',
  skipped: 'quiet',
};

function sentFacts({ sentAt, token, messageId, forwardPaths }: ProofReceipt): Markup {
  const facts = [
    ['sent at', sentAt],
    ['to', forwardPaths.join(', ')],
    ['token', token],
    ['Message-ID', messageId],
  ] as const;
  return element(
    'dl',
    {},
    facts.map(([name, value]) => [element('dt', {}, name), element('dd', {}, ownWords(value))]),
  );
}

function stepTable(steps: readonly ProofStep[]): Markup {
  const head = ['state', 'step', 'seen', 'ms'].map((title) => element('th', { scope: 'col' }, title));
  const row = ({ id, state, evidence, fix, finding, tookMs }: ProofStep): Markup =>
    element(
      'tr',
      {},
      element('td', { class: `state ${tones[state]}` }, element('b', {}, state)),
      element('th', { scope: 'row' }, id),
      element(
        'td',
        {},
        element('p', {}, sentence(evidence)),
        state === 'pass' || fix === null ? undefined : element('p', {}, element('b', {}, 'fix: '), sentence(fix)),
        state === 'pass' || finding === null
          ? undefined
          : element('p', { class: 'quiet' }, element('code', {}, `akrelay explain ${finding}`)),
      ),
      element('td', { class: 'number' }, tookMs === null ? '' : Math.round(tookMs)),
    );
  return element('table', {}, element('thead', {}, element('tr', {}, head)), element('tbody', {}, steps.map(row)));
}

type TranscriptLine = SeenOfMessage['transcript'][number];

const speakers: Readonly<Record<TranscriptLine['from'], string>> = { client: 'C:', server: 'S:', session: '--' };

function session(transcript: SeenOfMessage['transcript']): Markup {
  const line = ({ from, text }: TranscriptLine): Markup[] =>
    text.split('\n').map((part) => element('div', {}, element('b', {}, speakers[from]), ' ', exactText(part)));
  return element(
    'details',
    {},
    element('summary', {}, 'The session that sent the message'),
    element('div', { class: 'raw' }, transcript.map(line)),
  );
}
