import { describe, expect, test } from '@jest/globals';
import { widthOf } from '../../src/cells.js';
import { promptTheme } from '../../src/world/terminal/prompt-theme.js';

describe('a question', () => {
  const message = 'main would be the only sender of this rule, so its share must be 100. Use 100?';

  test.each([40, 79, 80, 81, 100])('leaves room for the blank after it in %d columns', (columns) => {
    const lines = `? ${promptTheme({ message, columns, colour: 'off' }).theme.style.message()} `.split('\n');
    expect(lines.filter((line) => widthOf(line) > columns)).toEqual([]);
  });
});
