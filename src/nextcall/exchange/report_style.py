"""How the report looks: light or dark as the reader has it, and small enough on paper for two pages."""

STYLE = """
:root { --ink: #1d2330; --faint: #5c6473; --paper: #fdfdfb; --line: #c9cdd4; --accent: #2c5f9e; --band: #dfe8f3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e6ea; --faint: #9aa3b2; --paper: #14171d; --line: #3a414d; --accent: #86b3ea; --band: #222c3b; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; font-weight: 600; margin: 1.6rem 0 .4rem; padding-top: .8rem; border-top: 1px solid var(--line); }
h3 { font-size: .95rem; font-weight: 600; margin: .9rem 0 .2rem; }
p, ul, ol { margin: .3rem 0; overflow-wrap: anywhere; }
header p, .faint { color: var(--faint); fill: var(--faint); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th { text-align: right; font-weight: 600; color: var(--faint); padding: .15rem .4rem; }
td { text-align: right; padding: .15rem .4rem; border-top: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; white-space: normal; min-width: 6rem; }
svg { display: block; width: 100%; height: auto; margin: .3rem 0; }
svg text { font-size: 12px; fill: var(--ink); font-variant-numeric: tabular-nums; }
svg text.faint { fill: var(--faint); }
svg .figure { font-size: 9.5px; }
.band { fill: var(--band); } .way { fill: none; stroke: var(--line); } .middle { stroke: var(--faint); stroke-dasharray: 4 3; }
.dot, .bar, .cell { fill: var(--accent); } .bar { opacity: .55; } .range { stroke: var(--accent); stroke-width: 2; opacity: .6; }
.signal { fill: var(--paper); stroke: var(--accent); stroke-width: 2; }
@page { size: A4; margin: 14mm; }
@media print {
  :root { --ink: #000; --faint: #444; --paper: #fff; --line: #bbb; --accent: #2c5f9e; --band: #e4ebf4; }
  body { font-size: 10px; line-height: 1.35; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 15px; } h2 { font-size: 11.5px; margin: 7px 0 2px; padding-top: 4px; } h3 { font-size: 10.5px; margin: 4px 0 0; }
  section, svg, table { break-inside: avoid; }
  svg { max-width: 150mm; margin: 1px auto; }
}
"""
