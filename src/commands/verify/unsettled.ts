import type { EmailTrace } from '../../trace/field/read-trace.js';
import type { Evidence, PathVerdict, UnknownReason } from '../../trace/path/verdict.js';
import type { Doubt, Head } from '../../world/messages/message-files.js';

/** `cannot tell`, of a verdict in which no line is believed: it is not clear that a message begins here. */
export function doubtful(verdict: PathVerdict, doubt: Doubt, head: Head): PathVerdict {
  if (doubt === 'cut-beginning')
    return unsettled(verdict, 'unclear-beginning', {
      says: "The file starts in the middle of a message, so the receiver's Received lines may be missing.",
      hint: 'Verify the whole mbox, or cut it before a line that starts with "From ".',
    });
  return unsettled(verdict, 'unclear-beginning', {
    says: `It is not clear whether the line "${firstLine(head)}" starts a message or is content of the previous one.`,
    hint: 'If a message starts there, add a time: From a@example.com Sat Nov 21 10:00:00 2026. If not, put > before the line.',
  });
}

function firstLine({ bytes }: Head): string {
  const [line = ''] = String.fromCharCode(...bytes.subarray(0, 80)).split(/[\r\n]/, 1);
  return line;
}

/** The verdict on a header, unless it cannot tell and the header ended above lines that look like a trace. */
export function unlessEndedEarly(verdict: PathVerdict, { earlyEnd }: EmailTrace): PathVerdict {
  if (earlyEnd === undefined || verdict.verdict !== 'unknown') return verdict;
  return unsettled(verdict, 'header-ended', {
    says: `The header ends at the empty line ${earlyEnd.line}; the Received lines after it (from line ${earlyEnd.receivedLine}) are content and prove nothing.`,
    hint: 'Save the message again as .eml or with "Download original". Text copied by hand, or from the whole page of "Show original", has extra empty lines.',
  });
}

function unsettled(
  verdict: PathVerdict,
  reason: UnknownReason,
  { says, hint }: { readonly says: string; readonly hint: string },
): PathVerdict {
  const evidence: Evidence = { rule: `input/${reason}`, hop: undefined, span: undefined, text: '', says };
  return { ...verdict, verdict: 'unknown', reason, boundaryHop: undefined, evidence: [evidence], hint };
}
