import { describeMatch, type SenderUse } from '../relay/describe.js';
import type { Rule, Share, VirtualSender } from '../relay/virtual-sender.js';

export function shareJson({ sender, percent, fromEmail, fromName, replyTo }: Share) {
  return { sender, percent, fromEmail: fromEmail ?? null, fromName: fromName ?? null, replyTo: replyTo ?? null };
}

function ruleJson({ match, senders }: Rule) {
  return { match, senders: senders.map(shareJson) };
}

/** A virtual sender for JSON: all keys always. */
export function virtualJson({ name, account, rules }: VirtualSender) {
  return { name, account, rules: rules.map(ruleJson) };
}

export function useJson({ virtualSender, rule, match, percent }: SenderUse) {
  return { virtualSender, rule, match, percent };
}

/** `newsletters, rule 2 (default (everything else)), 60 %` */
export function useText({ calledAs, rule, match, percent }: SenderUse): string {
  return `${calledAs}, rule ${rule}: ${describeMatch(match)}, ${percent} %`;
}

/** What a share puts in place of the message's own From and Reply-To; empty when nothing. */
export function overridesText({ fromEmail, fromName, replyTo }: Share): string {
  return [
    fromEmail === undefined ? '' : `From ${fromEmail}`,
    fromName === undefined ? '' : `From name "${fromName}"`,
    replyTo === undefined ? '' : `Reply-To ${replyTo}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
