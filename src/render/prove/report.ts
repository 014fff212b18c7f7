import type { ProofFound } from '../../commands/prove/result.js';
import type { StepState } from '../../relay/check-step.js';
import type { ProofReceipt, ProofStep } from '../../relay/proof.js';
import { element, type Markup } from '../page/markup.js';
import { pageOf } from '../page/page.js';
import { answer, verdictWord } from '../verify/answer.js';
import { exactText, ownWords, sentence } from '../verify/plain.js';
import { messageMarkup } from '../verify/report/message.js';
import { pathStyle } from '../verify/report/style.js';
import { verdictTone } from '../verify/report/tones.js';
import { proofSentence, worst } from './prove.js';

/** The proof as a page: the verdict, the steps, the path of the message that arrived, and the session that sent it, folded. */
export function provePage(result: ProofFound): Promise<string> {
  const { sender, verdict, steps, receipt, path, authentication, transcript } = result;
  const says = `${ownWords(sender)}: ${proofSentence(verdict, steps)}`;
  return pageOf({
    title: `Proof of ${ownWords(sender)}`,
    style: pathStyle,
    body: [
      element('header', {}, element('h1', { class: tones[worst(verdict)] }, says), receipt && sentFacts(receipt)),
      element(
        'main',
        {},
        element('section', {}, element('h2', {}, 'Steps'), stepTable(steps)),
        path &&
          element(
            'section',
            {},
            element('h2', {}, 'The message that arrived'),
            element(
              'p',
              { class: verdictTone[path.verdict] },
              element('b', {}, `${verdictWord(path)}: ${answer(path)}`),
            ),
            messageMarkup(path, authentication),
          ),
        transcript.length > 0 ? session(transcript) : undefined,
      ),
    ],
  });
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
      element('td', { class: tones[state] }, element('b', {}, state)),
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

type TranscriptLine = ProofFound['transcript'][number];

const speakers: Readonly<Record<TranscriptLine['from'], string>> = { client: 'C:', server: 'S:', session: '--' };

function session(transcript: ProofFound['transcript']): Markup {
  const line = ({ from, text }: TranscriptLine): Markup[] =>
    text.split('\n').map((part) => element('div', {}, element('b', {}, speakers[from]), ' ', exactText(part)));
  return element(
    'details',
    {},
    element('summary', {}, 'The session that sent the message'),
    element('div', { class: 'raw' }, transcript.map(line)),
  );
}
