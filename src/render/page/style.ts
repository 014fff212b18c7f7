/** Light, dark and print; every pair of colours has a contrast of 4.5 or more (WCAG 2.2, 1.4.3). Readable from 360 pixels on. */
export const baseStyle = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f4f5f7; --ink: #1a1c20; --quiet: #565b66; --line: #d4d7dd;
  --one: #2457a6; --other: #9a4d00; --good: #1a6b36; --bad: #b3261e; --warn: #7a5b00;
  --good-ground: #e3f4e8; --bad-ground: #fdeceb; --warn-ground: #fbf1d0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15171b; --panel: #1f2228; --ink: #e8eaee; --quiet: #a8aeb9; --line: #3a3f49;
    --one: #7fb0ff; --other: #f0a458; --good: #6fd28d; --bad: #ff8f87; --warn: #e6c35c;
    --good-ground: #173022; --bad-ground: #3b2020; --warn-ground: #362d12;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 62rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .75rem; }
p { margin: .25rem 0; }
small, .quiet { color: var(--quiet); }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
details { border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .75rem; margin: .5rem 0; background: var(--panel); }
summary { cursor: pointer; font-weight: 600; }
summary:focus-visible { outline: 2px solid var(--one); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 600; font-size: .875rem; }
.number { text-align: right; white-space: nowrap; }
mark { background: var(--bad-ground); color: var(--bad); font-weight: 600; padding: 0 .25em; border-radius: .2em; border-bottom: 2px solid currentColor; }
mark.good { background: var(--good-ground); color: var(--good); }
mark.warn { background: var(--warn-ground); color: var(--warn); }
@media print {
  :root {
    color-scheme: light;
    --ground: #ffffff; --panel: #ffffff; --ink: #000000; --quiet: #444444; --line: #999999;
    --one: #2457a6; --other: #9a4d00; --good: #1a6b36; --bad: #b3261e; --warn: #7a5b00;
    --good-ground: #ffffff; --bad-ground: #ffffff; --warn-ground: #ffffff;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  svg, mark { print-color-adjust: exact; }
  tr, .figure { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
