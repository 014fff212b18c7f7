import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * All `Received` fields that stand anywhere in the files below a folder, unfolded: in messages, in mailboxes, in messages within messages, in the
 * texts of test programs. Each once.
 */
export function receivedFieldsOf(folder) {
  const fields = new Set();
  for (const file of filesOf(folder)) for (const field of fieldsOf(textOf(file))) fields.add(field);
  return [...fields];
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function textOf(file) {
  const bytes = readFileSync(file);
  if (bytes.length > 64 * 1024 * 1024) return '';
  try {
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
  } catch {
    return '';
  }
}

/** A field as deep as its first line is indented or quoted; what is deeper continues it. */
function fieldsOf(text) {
  const fields = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (let at = 0; at < lines.length; at++) {
    const start = /^([>\s]*)Received:(.*)$/i.exec(lines[at]);
    if (!start) continue;
    let body = start[2];
    while (body.length < 4000 && isContinued(lines[at + 1], start[1])) body += lines[++at].slice(start[1].length);
    fields.push(body.trim());
  }
  return fields;
}

function isContinued(line, indent) {
  return line?.startsWith(indent) === true && /^[ \t]+\S/.test(line.slice(indent.length));
}
