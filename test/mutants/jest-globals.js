/** What the tests of pure code take from `@jest/globals`, without jest around it: all of them run in a second or two. */
import { format } from 'node:util';

export { expect } from 'expect';

export const tests = [];
let above = '';

export function describe(name, declare) {
  const outer = above;
  above += `${name} › `;
  declare();
  above = outer;
}

export function test(name, body) {
  tests.push({ id: `${tests.length} ${above}${name}`, body });
}

describe.each = each(describe);
test.each = each(test);

function each(declare) {
  return (rows) => (name, body) => {
    for (const row of rows) {
      const values = [row].flat();
      declare(format(name, ...values.slice(0, name.split('%').length - 1)), () => body(...values));
    }
  };
}
