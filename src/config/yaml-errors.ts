import type { ErrorCode } from 'yaml';

interface SyntaxProse {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

const syntax = (message: string, fix: string): SyntaxProse => ({ rule: 'yaml/syntax', message, fix });

/** The parser's own messages may quote the file, so a secret too: its codes are put into words here. */
const prose: Readonly<Partial<Record<ErrorCode, SyntaxProse>>> = {
  BAD_ALIAS: syntax('this alias is not readable', 'write *name for an alias, or quote the text'),
  BAD_DQ_ESCAPE: syntax(
    'there is an unknown escape after a backslash',
    "write \\\\ for a backslash, or use 'single quotes'",
  ),
  BAD_INDENT: syntax(
    'the indentation does not fit, or a bracket is not closed',
    'indent items of one list or map by the same number of spaces and close every [ and {',
  ),
  BAD_SCALAR_START: syntax('text cannot begin with this character', 'put the text into quotes'),
  BLOCK_AS_IMPLICIT_KEY: syntax(
    "there is a second ': ' on the line",
    'put a value that contains a colon and a space into quotes',
  ),
  BLOCK_IN_FLOW: syntax(
    'a list with dashes or a map over several lines stands inside brackets',
    'write it with [ ] or { } too',
  ),
  DUPLICATE_KEY: {
    rule: 'yaml/duplicate-key',
    message: 'this key stands twice in the same map',
    fix: 'remove one of the two',
  },
  MISSING_CHAR: syntax(
    'a closing quote, a colon, a comma or a space is missing',
    'look at this line and the one above',
  ),
  MULTILINE_IMPLICIT_KEY: syntax('a key goes over more than one line', "write 'key: value' on one line"),
  MULTIPLE_DOCS: {
    rule: 'yaml/several-documents',
    message: 'the file holds more than one document',
    fix: "keep one and remove the '---' line between them",
  },
  TAB_AS_INDENT: syntax('a tab is used as indentation', 'indent with spaces'),
  UNEXPECTED_TOKEN: syntax(
    'this was not expected here',
    'look at the indentation, the quotes and the brackets around it',
  ),
};

const unreadable = syntax(
  'this is not readable as YAML',
  'look at the indentation, the quotes and the brackets around it',
);

/** `${NAME}` between braces. */
export const unquotedVariable = syntax(
  'a value that begins with ${ must be quoted, and nothing in the file is replaced by a variable',
  'write { env: NAME } for a secret, or put the text into quotes',
);

/** A parser's error code in words. */
export function syntaxProse(code: ErrorCode): SyntaxProse {
  return prose[code] ?? unreadable;
}
