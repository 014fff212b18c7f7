/** What the file that `akrelay init` writes says besides its comments. Nothing is filled in where nothing is known. */
export interface StarterAnswers {
  /** Host patterns and networks of own servers. */
  readonly receivers: readonly { readonly key: 'by' | 'network'; readonly value: string }[];
  readonly from: string | undefined;
  readonly recipients: readonly string[];
}

const nothing: StarterAnswers = { receivers: [], from: undefined, recipients: [] };

/** The file that `akrelay init` writes: valid as it is, and a reminder of what may be in it. */
export function starterText({ receivers, from, recipients }: StarterAnswers = nothing): string {
  return `# akrelay: the relay senders of an Altcraft platform.
# Check this file with: akrelay config validate
# For completion in an editor, run: akrelay config schema > akrelay.schema.json
# and add this line: # yaml-language-server: $schema=akrelay.schema.json
version: 1

# Relay senders. Add one with: akrelay sender create
# Write secrets as references: { env: NAME }, { file: path }
# or { command: [program, argument] }.
senders: []

# Virtual senders: rules that choose a sender for each message.
# Add one with: akrelay virtual create <name> --account <number>
# and then: akrelay virtual attach <name> <sender>
virtualSenders: []

# Your own mail servers: akrelay verify believes their Received lines.
# List the names in those lines, or networks.
#   - by: mx.example.net
#   - network: 192.0.2.0/24
receivers:${listOf(receivers.map(({ key, value }) => `${key}: ${quoted(value)}`))}

# Test messages: the From address, and the allowed recipients.
test:
  ${from === undefined ? '# from: test@example.com' : `from: ${quoted(from)}`}
  recipients: [${recipients.map(quoted).join(', ')}]
`;
}

function listOf(items: readonly string[]): string {
  return items.length === 0 ? ' []' : items.map((item) => `\n  - ${item}`).join('');
}

/** Plain where every YAML reader takes it for the same text; else double-quoted, whose escapes are JSON's (YAML 1.2.2 §7.3.1). */
function quoted(text: string): string {
  return /^[A-Za-z][\w.+-]*(?:@[\w.-]+)?$/.test(text) ? text : JSON.stringify(text);
}
