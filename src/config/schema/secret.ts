import * as v from 'valibot';
import { closed } from './parts.js';
import { text } from './words.js';

/** No program can be given one. */
const noNul = /^[^\0]*$/;

const references = [
  closed({
    env: v.pipe(
      text,
      v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'value/env-name'),
      v.description('Name of an environment variable'),
    ),
  }),
  closed({
    file: v.pipe(
      text,
      v.description('Path of a file that contains only the value; relative to the folder of this config'),
    ),
  }),
  closed({
    command: v.pipe(
      v.array(v.pipe(text, v.regex(noNul, 'value/text')), 'value/command'),
      v.minLength(1, 'value/command'),
      v.description(
        'Program and arguments that print the value, run without a shell. Needs a config that nobody else can change, given with --config or confirmed with akrelay config allow',
      ),
      v.examples([['pass', 'show', 'mail/sendsay']]),
    ),
  }),
] as const;

/** A reference and nothing else. */
export const secretReference = v.union(references, 'value/secret');

export const secret = v.union(
  [
    ...references,
    v.pipe(
      v.string(),
      v.nonEmpty('value/empty'),
      v.description('The value itself; only in a file that nobody else can read'),
    ),
  ],
  'value/secret',
);

export type SecretValue = v.InferOutput<typeof secret>;
