import type { InputKind } from '../../trace/field/input-kind.js';
import type { InputProblem } from './result.js';

const original =
  'Save the message with full headers: "Show original" or "Download message" in webmail, "Save as .eml" elsewhere.';

const kinds: Readonly<Record<InputKind, { readonly is: string; readonly hint: string }>> = {
  empty: { is: 'is empty', hint: original },
  html: { is: 'is a web page', hint: original },
  'outlook-msg': {
    is: 'is an Outlook .msg file',
    hint: 'In the new Outlook, drag the message to the desktop; in Outlook on the web, save it as .eml. Or copy the internet headers from File > Properties into a text file.',
  },
  image: { is: 'is a picture', hint: `A screenshot is not evidence. ${original}` },
  pdf: { is: 'is a PDF', hint: `A printed message has no headers. ${original}` },
  gzip: { is: 'is compressed twice', hint: 'Decompress it first.' },
  zip: { is: 'is a zip archive', hint: 'Unpack it first; akrelay reads only .gz.' },
  archive: { is: 'is an archive', hint: 'Unpack it first; akrelay reads only .gz.' },
  rtf: { is: 'is formatted text (RTF)', hint: original },
  json: { is: 'is JSON', hint: original },
  binary: { is: 'is a binary file', hint: original },
  text: { is: 'is text without header fields', hint: original },
};

/** The failure of an input that is not an e-mail: what it is, and how to save the message properly. */
export function notAnEmail(name: string, what: InputKind): InputProblem {
  const { is, hint: usual } = kinds[what];
  const hint =
    name === '-' && what === 'empty' ? 'Give a file, or pipe a message in: akrelay verify < message.eml' : usual;
  return { kind: 'not-an-email', message: `${name === '-' ? 'Standard input' : name} ${is}, not an e-mail.`, hint };
}
