import type { Run } from './program.js';

/**
 * What of a run breaks the first rule of CONTRIBUTING's style: an error, a warning, a hint and a fix are sentences, with a capital and a full
 * stop, unless what ends them is to be copied (`Create one with: akrelay sender create`). Every test's runs are looked at.
 */
export function brokenSentences({ stdout, stderr }: Run): string[] {
  const said = [
    ...stderr.matchAll(/^(?:error|warning|hint): (.*)$/gm),
    ...stdout.matchAll(/^ +fix: (.*)$/gm),
    ...`${stdout}\n${stderr}`.matchAll(/^ *"(?:hint|fix)": "(.*)",?$/gm),
  ].map(([, sentence = '']) => sentence);
  return said.filter((sentence) => !isSentence(sentence));
}

const begunSmall =
  /^(?:a|an|the|this|that|there|it|its|your?|every|each|all|some|nothing|nobody|not|in|on|for|of|to|with|without|only|if|did|use|add|set|remove|merge|correct|write|try|check|give|create|wait|save|see|find|move|quote|change|choose|start|keep) /;

/** A sentence may begin with what it is about: a host, a file, a flag, a name. What a rule id follows is an item of a list. */
function isSentence(text: string): boolean {
  if (/ \[[a-z-]+\/[a-z0-9-]+\]$/.test(text)) return true;
  const begins = !begunSmall.test(text);
  const ends = /[.?!]\S*$|: \S/.test(text);
  return begins && ends;
}
