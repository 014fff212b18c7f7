import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import nodemailer from 'nodemailer';
import type { DemoStage } from '../../src/world/demo/demo-stage.js';
import { startStage } from '../../src/world/demo/stage.js';
import { program } from '../support/program-under-test.js';

let stage: DemoStage;
beforeAll(async () => {
  stage = await startStage({ keep: undefined, password: 'pa55', colour: 'off', program });
});
afterAll(() => stage.close());

function sendThrough(pass: string): Promise<unknown> {
  const [host, port] = stage.relay.split(':');
  const ca = readFileSync(path.join(stage.folder, 'demo-ca.pem'));
  const transport = nodemailer.createTransport({
    host,
    port: Number(port),
    requireTLS: true,
    auth: { user: 'demo', pass },
    authMethod: 'LOGIN',
    tls: { ca },
  });
  return transport.sendMail({ from: 'a@example.com', to: 'qa@example.net', subject: 'x', text: 'x' });
}

describe('the stage of the demo', () => {
  test('the relay hands an accepted message on, and the receiver sees the address of its network', async () => {
    await sendThrough('pa55');
    const received = readFileSync(path.join(stage.folder, 'qa.eml'), 'latin1').replace(/\r\n\s/g, ' ');
    expect(received).toMatch(
      /^Return-Path: <a@example\.com>\r\nReceived: from gato007\.sndsy\.ru \(gato007\.sndsy\.ru \[185\.138\.182\.7\]\) \(using TLSv1\.3 .* by mx\.example\.net .* with ESMTPS id/,
    );
  });

  test('the delivery comes back as an event, and then what both systems say of the reader', async () => {
    await stage.reported();
    const kinds = async () => {
      const { output } = await stage.run(['events', 'show', '--format', 'ndjson']);
      return output
        .trim()
        .split('\n')
        .map((line) => `${JSON.parse(line).source} ${JSON.parse(line).kind}`);
    };
    expect(await kinds()).toEqual(['sendsay delivered']);
    await stage.read();
    expect((await kinds()).filter((kind) => /click|unsub/.test(kind))).toEqual([
      'sendsay click',
      'sendsay click',
      'altcraft click',
      'altcraft unique-click',
      'altcraft unsubscribe',
    ]);
  });

  test('a wrong password is refused', async () => {
    await expect(sendThrough('wrong')).rejects.toMatchObject({ responseCode: 535 });
  });

  test('the forged message comes from a stranger, who claims the name of the relay', async () => {
    await stage.forge();
    const received = readFileSync(path.join(stage.folder, 'forged.eml'), 'latin1');
    expect(received).toMatch(
      /^Return-Path: <test@example\.com>\r\nReceived: from gato001\.sndsy\.ru \(mail\.example\.org \[203\.0\.113\.9\]\)/,
    );
    expect(received).toContain('(gato001.sndsy.ru [185.138.182.5])');
  });

  test('close removes the folder that was made for it', async () => {
    const other = await startStage({ keep: undefined, password: 'x', colour: 'off', program });
    await other.close();
    expect(existsSync(other.folder)).toBe(false);
  });
});
