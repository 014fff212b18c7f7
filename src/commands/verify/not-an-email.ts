import type { InputKind } from '../../trace/field/input-kind.js';
import type { InputProblem } from './result.js';

const original =
  'Save the message with all its headers: "Show original" or "Download message" in webmail, "Save as .eml" elsewhere.';

const kinds: Readonly<Record<InputKind, { readonly is: string; readonly hint: string }>> = {
  empty: { is: 'is empty', hint: original },
  html: { is: 'is a web page', hint: original },
  'outlook-msg': {
    is: 'is an Outlook .msg file',
    hint: 'In Outlook drag the message to the desktop of the new Outlook or save it from Outlook on the web as .eml; or copy the internet headers from File > Properties into a text file.',
  },
  image: { is: 'is a picture', hint: `A screenshot proves nothing. ${original}` },
  pdf: { is: 'is a PDF', hint: `A printed message has lost its headers. ${original}` },
  gzip: { is: 'is packed twice', hint: 'Unpack it first.' },
  zip: { is: 'is a zip archive', hint: 'Unpack it first; akrelay itself unpacks .gz only.' },
  archive: { is: 'is an archive', hint: 'Unpack it first; akrelay itself unpacks .gz only.' },
  rtf: { is: 'is a formatted text (RTF)', hint: original },
  json: { is: 'is JSON', hint: original },
  binary: { is: 'is a binary file', hint: original },
  text: { is: 'is a text without header fields', hint: original },
};

/** The failure of an input that is no e-mail: what it is, and how to save the message properly. */
export function notAnEmail(name: string, what: InputKind): InputProblem {
  const { is, hint } = kinds[what];
  return { kind: 'not-an-email', message: `${name === '-' ? 'Standard input' : name} ${is}, not an e-mail.`, hint };
}
