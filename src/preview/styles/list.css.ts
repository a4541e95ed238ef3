/** The look of the preview's own pages: Lightning's, in the form of SLDS 2 (round cards, pill buttons). */
export const list = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-width: 0; background: var(--ground); color: var(--text);
  font: 0.875rem/1.45 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
a { color: var(--link); }
p, ul { margin: 0; padding: 0; }
ul { list-style: none; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.muted { color: var(--muted); }
main { display: block; max-width: 80rem; margin: 0 auto; padding: 1rem 1.5rem 3rem; }
.card { background: var(--surface); border-radius: 1.25rem; box-shadow: var(--shadow); }
.page-header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; padding: 1.25rem 1.25rem 0.75rem; }
.object-icon { flex: none; }
.object-ground { fill: #5867e8; }
.object-shape { fill: #ffffff; }
.page-titles { flex: 1 1 0; min-width: 0; }
h1, h2 { margin: 0; color: var(--strong); font-size: 1.25rem; line-height: 1.25; font-weight: 700; }
.method { color: var(--muted); }
.method-part { display: inline-block; }
.explanation summary {
  display: inline-flex; align-items: center; gap: 0.375rem; padding: 0.375rem 0; color: var(--link);
}
.explanation summary:hover { text-decoration: underline; }
.explanation[open] { flex: 1 0 100%; }
.explanation-text {
  display: grid; gap: 0.5rem; max-width: 48rem; margin-top: 0.25rem; padding: 0.75rem 1rem; border-radius: 0.75rem;
  background: var(--shade);
}
.toolbar {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem;
  padding: 0.25rem 1.25rem 1rem;
}
.summary { color: var(--muted); overflow-wrap: anywhere; }
.cut { display: block; }
.search { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
.search-field { position: relative; flex: 1 1 8rem; color: var(--muted); }
.search-field .icon { position: absolute; left: 0.75rem; top: 50%; transform: translateY(-50%); pointer-events: none; }
.search input[type="search"] {
  width: 100%; min-width: 0; height: 2.25rem; padding: 0 0.75rem 0 2.125rem; border: 1px solid var(--edge);
  border-radius: 0.5rem; background: var(--surface); color: var(--text); font: inherit;
}
.search input::placeholder { color: var(--muted); opacity: 1; }
.button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.25rem; padding: 0 1rem;
  border: 1px solid var(--edge); border-radius: 1.25rem; background: var(--surface); color: var(--link);
  font: inherit; font-weight: 600; text-decoration: none; cursor: pointer;
}
.button:hover { background: var(--hover); }
.button:focus-visible { border-radius: 1.25rem; }

table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.625rem 0.75rem; text-align: left; vertical-align: middle; font-weight: 400; }
th:first-child { padding-left: 1.25rem; }
td:last-child, thead th:last-child { padding-right: 1.25rem; }
thead th {
  padding-top: 0.5rem; padding-bottom: 0.5rem; border-block: 1px solid var(--line); background: var(--shade);
  color: var(--muted); font-size: 0.8125rem; font-weight: 600; white-space: nowrap; vertical-align: bottom;
}
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody tr:last-child > :first-child { border-bottom-left-radius: 1.25rem; }
tbody tr:last-child > :last-child { border-bottom-right-radius: 1.25rem; }
tbody tr:hover > * { background: var(--hover); }
.sort { display: inline-flex; vertical-align: bottom; align-items: center; gap: 0.25rem; color: inherit; text-decoration: none; }
.sort:hover { color: var(--link); text-decoration: underline; }
.explanation summary { list-style: none; cursor: pointer; }
.explanation summary::-webkit-details-marker { display: none; }
.sort .arrow { opacity: 0.4; }
[aria-sort] .sort { color: var(--strong); }
[aria-sort] .sort .arrow { opacity: 1; }
[aria-sort="ascending"] .arrow { transform: rotate(180deg); }
.axis {
  display: flex; justify-content: space-between; width: 12.5rem; font-size: 0.75rem; font-weight: 400; line-height: 1;
}
.head-answers, .cell-answers { text-align: right; }
.head-answers .sort { flex-direction: row-reverse; }
.cell-name { width: 34%; min-width: 12rem; overflow-wrap: anywhere; }
.account-name { display: block; width: fit-content; color: var(--link); font-weight: 600; text-decoration: none; }
.account-name:hover { text-decoration: underline; }
.place, .note { display: block; font-size: 0.8125rem; }
.score { display: block; font-size: 1.25rem; line-height: 1.2; font-weight: 700; font-variant-numeric: tabular-nums; }
.score-above { color: var(--above); }
.score-below { color: var(--below); }
.score-either { color: var(--strong); }
.score-wide { color: var(--muted); font-size: 1rem; font-weight: 400; }
.words { display: block; }
.range { font-variant-numeric: tabular-nums; }
.cell-answers, .cell-last { font-variant-numeric: tabular-nums; }
.cell-last, .range { white-space: nowrap; }
.interval-line { display: flex; flex-wrap: wrap; align-items: center; gap: 0 0.75rem; }
.interval { display: block; max-width: 100%; height: auto; }
.interval-scale { stroke: var(--scale); stroke-width: 2; stroke-linecap: round; }
.interval-zero { stroke: var(--zero); stroke-width: 1; }
.interval-above .interval-bar { fill: var(--above-bar); stroke: var(--above); }
.interval-below .interval-bar { fill: var(--below-bar); stroke: var(--below); }
.interval-either .interval-bar { fill: var(--either-bar); stroke: var(--either); }
.interval-wide .interval-bar { fill: var(--wide-bar); stroke: var(--wide); }
.interval-dot { stroke: var(--surface); stroke-width: 1.5; }
.interval-above .interval-dot { fill: var(--above); }
.interval-below .interval-dot { fill: var(--below); }
.interval-either .interval-dot { fill: var(--either); }
.interval-wide .interval-dot { fill: var(--surface); stroke: var(--wide); }

.state {
  display: flex; flex-direction: column; align-items: center; gap: 0.75rem; padding: 3rem 1.25rem 3.5rem; text-align: center;
}
.state > p { max-width: 36rem; overflow-wrap: anywhere; text-wrap: balance; }
.state h1, .state h2 { max-width: 36rem; overflow-wrap: anywhere; }
.drawing-card { fill: var(--shade); stroke: var(--line); stroke-width: 2; }
.drawing-line, .drawing-scale, .drawing-zero { fill: none; stroke: var(--scale); stroke-width: 4; stroke-linecap: round; }
.drawing-scale { stroke-width: 2; }
.drawing-zero { stroke: var(--wide); stroke-width: 1; }
.choices { display: flex; flex-wrap: wrap; justify-content: center; gap: 0.5rem; }
.choices li { padding: 0.25rem 0.75rem; border-radius: 1rem; background: var(--accent-soft); color: var(--strong); }
.org-message { color: var(--muted); font-size: 0.8125rem; }
.build-errors { max-width: 100%; overflow-x: auto; text-align: left; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.state .users { width: 19rem; max-width: 100%; text-align: left; }

@media (min-width: 44.01rem) and (max-width: 64rem) {
  th, td { padding-left: 0.5rem; padding-right: 0.5rem; }
  .cell-name { width: auto; min-width: 10rem; }
  .cell-score { min-width: 7rem; }
  .cell-interval { min-width: 9.5rem; max-width: 13rem; }
  .axis { width: 100%; max-width: 12.5rem; }
}
@media (max-width: 44rem) {
  main { padding: 0.75rem 0.75rem 2rem; }
  .page-header, .toolbar { padding-left: 1rem; padding-right: 1rem; }
  .page-header { align-items: flex-start; padding-top: 1rem; }
  .explanation, .search { flex: 1 1 100%; }
  table, thead, tbody, tr, th, td { display: block; }
  thead tr {
    display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0.5rem 1rem; border-block: 1px solid var(--line);
    background: var(--shade);
  }
  thead th, thead th:first-child, thead th:last-child { padding: 0; border: 0; background: none; }
  thead .head-interval { display: none; }
  .sort { padding: 0.25rem 0; }
  .head-answers .sort { flex-direction: row; }
  tbody tr { display: grid; grid-template-columns: 5fr 7fr; gap: 0.5rem 1rem; padding: 0.875rem 1rem; }
  tbody tr + tr { border-top: 1px solid var(--line); }
  tbody tr > *, tbody tr + tr > *, tbody th:first-child, tbody td:last-child {
    width: auto; min-width: 0; max-width: none; padding: 0; border: 0;
  }
  tbody tr:hover > * { background: none; }
  .cell-name { grid-column: 1 / -1; }
  .cell-answers { text-align: left; }
  .cell-empty { display: none; }
  tbody td::before { content: attr(data-label); display: block; color: var(--muted); font-size: 0.75rem; }
}
@media (max-width: 30rem) {
  .method [aria-hidden] { display: none; }
  .method-part { display: block; }
}
@media (forced-colors: active) {
  .interval-bar { fill: GrayText; }
  .interval-dot { fill: CanvasText; }
  .interval-scale, .interval-zero { stroke: CanvasText; }
}
@media print {
  .search, .explanation { display: none; }
  .card { box-shadow: none; }
}
`;
