/** The file that `akrelay init` writes: valid as it stands, and a reminder of what may stand in it. */
export const starterText = `# The relay senders of an Altcraft platform, for akrelay.
# Check this file with: akrelay config validate. For completion in an editor: akrelay config schema > akrelay.schema.json
# and, as the first line here: # yaml-language-server: $schema=akrelay.schema.json
version: 1

# Relay senders. Add one with: akrelay sender create
# Secrets are references, { env: NAME }, { file: path } or { command: [program, argument] }, never the secrets themselves.
senders: []

# Virtual senders: which sender is used, in what share, under which rule.
# Add one with: akrelay virtual create <name> --account <number>, then akrelay virtual attach <name> <sender>
virtualSenders: []

# Servers of yours whose Received lines akrelay verify may believe, by the name they write or by their network:
#   - by: mx.example.net
#   - network: 192.0.2.0/24
receivers: []

# Test messages: the sender address, and who may receive them.
test:
  # from: test@example.com
  recipients: []
`;
