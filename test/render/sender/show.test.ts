import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { requireConfig } from '../../../src/config/read-config.js';
import { presets } from '../../../src/presets/index.js';
import { usesOf } from '../../../src/relay/describe.js';
import { providerIds } from '../../../src/relay/sender.js';
import { plainPaint } from '../../../src/render/plain-paint.js';
import { senderPresetsView } from '../../../src/render/sender/presets.js';
import { senderShowView } from '../../../src/render/sender/show.js';
import { sampleConfig } from '../../support/sample-config.js';

const config = requireConfig({ shownAs: 'akrelay.yaml', text: sampleConfig, readableBy: 'owner' });
const uses = usesOf(config.virtualSenders);
const listed = config.senders.map((sender) => ({ sender, uses: uses.get(sender.name) ?? [] }));
const formats = ['human', 'yaml', 'panel', 'panel-ru'] as const;

/** Every golden text is in one file, under a heading each, so that a reader sees them side by side. */
const golden = new Map(
  readFileSync('test/golden/sender-show.txt', 'utf8')
    .split(/^=== /m)
    .slice(1)
    .map((part): [string, string] => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]),
);

describe('sender show', () => {
  test.each(formats.flatMap((format) => listed.map((one) => [one.sender.name, format, one] as const)))(
    '%s as %s',
    (name, format, one) => {
      const text = senderShowView[format]?.(one, { paint: plainPaint, columns: undefined });
      expect(text).toBe(golden.get(`${name} ${format}`));
    },
  );

  test('YAML of a sender means the same sender', () => {
    for (const { sender } of listed.filter(({ sender }) => sender.relay.password?.kind !== 'literal')) {
      const yaml = senderShowView.yaml?.({ sender, uses: [] }, { paint: plainPaint, columns: undefined });
      const text = `senders:\n  - ${String(yaml).trimEnd().replaceAll('\n', '\n    ')}\n`;
      expect(requireConfig({ shownAs: 'x', text, readableBy: 'owner' }).senders).toEqual([sender]);
    }
  });

  test('the panel list has every label that the form asks by', () => {
    const text = String(listed[0] && senderShowView.panel?.(listed[0], { paint: plainPaint, columns: undefined }));
    for (const id of providerIds)
      for (const { label, shownIn } of presets[id].form)
        if (shownIn === 'panel') expect(text).toContain(`  ${label}  `);
  });
});

describe('sender presets', () => {
  test.each(providerIds)('%s: every value is shown with its source and its date', (id) => {
    const text = String(senderPresetsView.human({ presets: [presets[id]] }, { paint: plainPaint, columns: undefined }));
    const { relay, webhook, path } = presets[id];
    for (const { value, source, verified, label } of [
      ...Object.values(relay),
      ...Object.values(webhook),
      ...Object.values(path ?? {}),
    ]) {
      expect(text).toContain(`${source}; ${verified}`);
      expect(text).toContain(label);
      if (typeof value === 'string') expect(text).toContain(value);
    }
  });

  test('a narrow terminal breaks lines and loses no word', () => {
    const wide = String(
      senderPresetsView.human({ presets: [presets.sendsay] }, { paint: plainPaint, columns: undefined }),
    );
    const narrow = String(senderPresetsView.human({ presets: [presets.sendsay] }, { paint: plainPaint, columns: 80 }));
    expect(Math.max(...narrow.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(narrow.split(/\s+/)).toEqual(wide.split(/\s+/));
  });
});
