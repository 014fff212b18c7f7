import { describe, expect, test } from '@jest/globals';
import { letterContentOf } from '../../src/world/messages/node-letter-content.js';

describe('what a person recognises a message by', () => {
  test.each([
    [
      'From: Shop <news@example.com>\r\nSubject: Spring sale\r\n\r\nHi',
      { author: '"Shop" <news@example.com>', subject: 'Spring sale' },
    ],
    [
      'From: =?utf-8?B?0JzQsNCz0LDQt9C40L0=?= <news@example.com>\nSubject: =?koi8-r?Q?=F7=C5=D3=CE=C1?=\n\n',
      { author: '"Магазин" <news@example.com>', subject: 'Весна' },
    ],
    ['Subject: only this\n\n', { author: undefined, subject: 'only this' }],
    ['', { author: undefined, subject: undefined }],
    ['\u0000\u0001\u0002', { author: undefined, subject: undefined }],
  ])('%j', async (text, content) => {
    expect(await letterContentOf(Buffer.from(text, 'latin1'))).toMatchObject(content);
  });
});
