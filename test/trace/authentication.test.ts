import { describe, expect, test } from '@jest/globals';
import { listedFields } from '../../src/trace/authentication/listed-fields.js';
import { returnPath, statedFields, trustedResults } from '../../src/trace/authentication/stated-results.js';
import { readTrace } from '../../src/trace/field/read-trace.js';
import { judgePath } from '../../src/trace/path/judge-path.js';
import { cpuMs } from '../support/cpu-ms.js';

const date = 'Fri, 20 Nov 2026 10:11:12 +0300';
const mx = `Received: from a.example (a.example [203.0.113.9])\n\tby mx.corp.example (Postfix) with ESMTP id 1; ${date}\n`;
const outlook = `Received: from a.example (203.0.113.9) by am1.mail.protection.outlook.com (10.1.2.3) with Microsoft SMTP Server id 15.20.1.2 via Frontend Transport; ${date}\n`;
const older = `Received: from b.example (b.example [192.0.2.1])\n\tby a.example (Postfix) with ESMTP id 2; ${date}\n`;

function told(header: string) {
  const bytes = Buffer.from(`${header}From: x@a.example\n\nbody\n`);
  const trace = readTrace(bytes);
  if (trace.kind !== 'email') throw new Error(trace.what);
  const relays = [{ name: 's', kind: 'preset' as const, hosts: [], networks: ['203.0.113.0/24'] }];
  const { hops, boundaryHop, trust } = judgePath(trace, { receivers: [], relays });
  const boundary = { hops, boundaryHop, profile: trust.kind === 'profile' ? trust.profile : undefined };
  const fields = listedFields(bytes, statedFields);
  return { results: trustedResults(fields, boundary), path: returnPath(fields, boundary), fields };
}

describe('what a server of ours says of SPF, DKIM and DMARC', () => {
  test.each<[string, string, object | undefined]>([
    [
      'above the boundary',
      `Authentication-Results: mx.corp.example;\n\tSPF=Pass smtp.mailfrom="x@a.example" smtp.remote-ip=203.0.113.9 =x;\n\tdkim/1=fail (bad (really)) header.d=a.example${mx}`.replace(
        'exampleReceived',
        'example\nReceived',
      ),
      {
        field: 'Authentication-Results',
        by: 'mx.corp.example',
        line: 1,
        place: 'above-boundary',
        clientIp: '203.0.113.9',
        results: [
          {
            method: 'spf',
            result: 'pass',
            properties: { 'smtp.mailfrom': 'x@a.example', 'smtp.remote-ip': '203.0.113.9' },
          },
          { method: 'dkim', result: 'fail', properties: { 'header.d': 'a.example' } },
        ],
      },
    ],
    [
      'below its own line, by the domain of the server, with a version',
      `${mx}Authentication-Results: corp.example. 1; none; iprev=pass policy.iprev=203.0.113.9\n${older}`,
      {
        place: 'below-own-line',
        line: 3,
        by: 'corp.example.',
        clientIp: '203.0.113.9',
        results: [{ method: 'iprev', result: 'pass', properties: { 'policy.iprev': '203.0.113.9' } }],
      },
    ],
    ['in capitals', `Authentication-Results: MX.corp.example; none\n${mx}`, { results: [], clientIp: undefined }],
    ['of a sender, below the next line', `${mx}${older}Authentication-Results: mx.corp.example; spf=pass\n`, undefined],
    ['of somebody else', `Authentication-Results: other.example; spf=pass\n${mx}`, undefined],
    ['of a name that only ends in it', `Authentication-Results: xmx.corp.example; spf=pass\n${mx}`, undefined],
    ['of a whole top level', `Authentication-Results: example; spf=pass\n${mx}`, undefined],
    ['without a name, of nobody', `Authentication-Results: spf=pass smtp.mailfrom=a\n${mx}`, undefined],
    [
      'without a name, of Microsoft',
      `Authentication-Results: spf=pass (sender IP is 203.0.113.9) smtp.mailfrom=a.example; dmarc=none\n${outlook}`,
      {
        by: undefined,
        clientIp: '203.0.113.9',
        results: [
          { method: 'spf', result: 'pass', properties: { 'smtp.mailfrom': 'a.example' } },
          { method: 'dmarc', result: 'none', properties: {} },
        ],
      },
    ],
    [
      'Received-SPF',
      `Received-SPF: Pass (a.example: (x) domain) receiver=mx.corp.example; client-ip=203.0.113.9; helo="a b";\n${mx}`,
      {
        field: 'Received-SPF',
        by: 'mx.corp.example',
        clientIp: '203.0.113.9',
        results: [{ method: 'spf', result: 'pass', properties: {} }],
      },
    ],
    [
      'Received-SPF of Microsoft',
      `Received-SPF: Pass (x) receiver=protection.outlook.com\n${outlook}`,
      { clientIp: undefined },
    ],
    ['Received-SPF without a result', `Received-SPF: (x) receiver=mx.corp.example\n${mx}`, undefined],
    [
      "Microsoft's report",
      `X-Forefront-Antispam-Report: CIP:203.0.113.9;CTRY:DE\n${outlook}`,
      { field: 'X-Forefront-Antispam-Report', by: undefined, clientIp: '203.0.113.9', results: [] },
    ],
    [
      "Microsoft's report, further on",
      `X-Forefront-Antispam-Report: X:1; CIP:[203.0.113.9];\n${outlook}`,
      { clientIp: '203.0.113.9' },
    ],
    ["Microsoft's report elsewhere", `X-Forefront-Antispam-Report: CIP:203.0.113.9\n${mx}`, undefined],
  ])('%s', (_note, header, expected) => {
    const { results } = told(header);
    expect(results).toEqual(expected === undefined ? [] : [expect.objectContaining(expected)]);
  });

  test('a megabyte of words without a value takes less than a second', () => {
    const started = cpuMs();
    expect(told(`${mx}Received-SPF: pass ${'a-'.repeat(500_000)}\n`).results).toEqual([]);
    expect(cpuMs() - started).toBeLessThan(1000);
  });

  test('a bounded number of fields is listed, each with its line', () => {
    const { fields } = told(`Subject: x\nReturn-Path:\n <a@a.example>\n${'Received-SPF: x\n'.repeat(300)}${mx}`);
    expect(fields.slice(0, 2)).toEqual([
      { name: 'return-path', line: 2, body: '<a@a.example>' },
      { name: 'received-spf', line: 4, body: 'x' },
    ]);
    expect(fields).toHaveLength(200);
  });

  test.each([
    ['<a@a.example>', 'a@a.example'],
    ['a@a.example', 'a@a.example'],
    ['<>', ''],
    ['<a b>', undefined],
  ])('Return-Path: %s', (body, path) => {
    expect(told(`Return-Path: ${body}\n${mx}`).path).toBe(path);
    expect(told(`${mx}Return-Path: ${body}\n`).path).toBeUndefined();
  });

  test('no boundary, no result', () => {
    expect(told(`Authentication-Results: mx.corp.example; spf=pass\nReturn-Path: <a>\n`)).toMatchObject({
      results: [],
      path: undefined,
    });
  });
});
