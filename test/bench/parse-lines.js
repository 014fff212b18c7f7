/** The least that a reader of a store does: reads the lines of its segments and parses each. */
import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const [, , folder] = process.argv;
let events = 0;
for (const name of readdirSync(folder).filter((one) => /^\d{8}\.ndjson$/.test(one)))
  for await (const line of createInterface({ input: createReadStream(path.join(folder, name)), crlfDelay: Infinity })) {
    const { json } = JSON.parse(line);
    events += (json.events ?? json).length;
  }
process.stdout.write(`${events}\n`);
