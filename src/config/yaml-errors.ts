import type { ErrorCode } from 'yaml';

interface SyntaxProse {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

const syntax = (message: string, fix: string): SyntaxProse => ({ rule: 'yaml/syntax', message, fix });

/** The parser's own messages may quote the file, so a secret too: its codes are put into words here. */
const prose: Readonly<Partial<Record<ErrorCode, SyntaxProse>>> = {
  BAD_ALIAS: syntax('this alias is not valid', 'Write *name for an alias, or quote the text.'),
  BAD_DQ_ESCAPE: syntax(
    'there is an unknown escape sequence after a backslash',
    "Write \\\\ for a backslash, or use 'single quotes'.",
  ),
  BAD_INDENT: syntax(
    'the indentation is wrong, or a bracket is not closed',
    'Indent the items of a list or map by the same number of spaces, and close every [ and {.',
  ),
  BAD_SCALAR_START: syntax('text cannot start with this character', 'Quote the text.'),
  BLOCK_AS_IMPLICIT_KEY: syntax("there is a second ': ' on the line", 'Quote values that contain a colon and a space.'),
  BLOCK_IN_FLOW: syntax('there is a list with dashes or a multi-line map inside brackets', 'Use [ ] or { } for it.'),
  DUPLICATE_KEY: {
    rule: 'yaml/duplicate-key',
    message: 'this key appears twice in the same map',
    fix: 'Remove one of the two.',
  },
  MISSING_CHAR: syntax('a closing quote, a colon, a comma or a space is missing', 'Check this line and the one above.'),
  MULTILINE_IMPLICIT_KEY: syntax('a key spans more than one line', "Write 'key: value' on one line."),
  MULTIPLE_DOCS: {
    rule: 'yaml/several-documents',
    message: 'the file contains more than one document',
    fix: "Keep one, and remove the '---' line between them.",
  },
  TAB_AS_INDENT: syntax('a tab is used for indentation', 'Indent with spaces.'),
  UNEXPECTED_TOKEN: syntax('this is not expected here', 'Check the indentation, quotes and brackets around it.'),
};

const unreadable = syntax('this is not valid YAML', 'Check the indentation, quotes and brackets around it.');

/** `${NAME}` between braces. */
export const unquotedVariable = syntax(
  'a value that starts with ${ must be quoted, and variables in the file are not expanded',
  'Write { env: NAME } for a secret, or quote the text.',
);

/** A parser's error code in words. */
export function syntaxProse(code: ErrorCode): SyntaxProse {
  return prose[code] ?? unreadable;
}
