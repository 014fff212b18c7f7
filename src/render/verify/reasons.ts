import type { PathVerdict, Trust } from '../../trace/path/verdict.js';
import { answer } from './answer.js';
import { ownWords, sentence } from './plain.js';

/** Why the verdict is what it is, a sentence each: what is believed, and what the evidence says beyond the answer. */
export function reasons(verdict: PathVerdict): string[] {
  const told = answer(verdict);
  const evidence = verdict.evidence
    .filter(({ says }) => !told.includes(sentence(says)))
    .map(({ hop, says }) => (hop === undefined ? sentence(says) : `Hop ${hop + 1}: ${sentence(says)}`));
  return verdict.hops.length > 0 ? [trustText[verdict.trust.kind](verdict.trust), ...evidence] : evidence;
}

const trustText: { readonly [Kind in Trust['kind']]: (trust: Trust) => string } = {
  stated: (trust) =>
    `Believed: the lines of your own servers${trust.kind === 'stated' ? ` (${trust.receivers.map(ownWords).join(', ')})` : ''}.`,
  profile: (trust) =>
    `Believed: the lines of ${trust.kind === 'profile' ? ownWords(trust.profile) : ''} servers (built-in profile).`,
  inferred: () => 'Believed: only what the newest line shows, because no receivers are listed.',
  none: () => 'Believed: nothing.',
};
