import type { DictionaryObject } from './read-model.ts';

/** Where each object stands in the picture: column and row. */
const places: Record<string, [column: number, row: number]> = {
  Feedback_Question__c: [0, 0],
  Feedback_Answer__c: [1, 0],
  Feedback_Unmatched__c: [2, 0],
  Feedback_Survey__c: [0, 1],
  Feedback_Response__c: [1, 1],
  Feedback_Action_Plan__c: [2, 1],
  Feedback_Action__c: [3, 1],
  Feedback_Invitation__c: [0, 2],
  Account: [1, 2],
  Feedback_Story__c: [2, 2],
  Feedback_Deal_Competitor__c: [3, 2],
  Feedback_Snapshot__c: [1, 3],
  Opportunity: [3, 3],
};

const box = { width: 216, height: 76 };
const gap = { x: 84, y: 72 };
const margin = 24;
const legendHeight = 44;

const ink = '#16325c';
const quiet = '#5a6b85';
const fills = { own: '#eef4ff', salesforce: '#f3f3f3' };

interface Point {
  x: number;
  y: number;
}

/**
 * Draws the objects of the package and their relationships as an SVG: a full line from a detail to its master, a dashed
 * one for a lookup between own objects. Lookups to objects of Salesforce stand as words in the box.
 * @throws Error for an object that has no place in the picture yet
 */
export function drawModel(model: DictionaryObject[]): string {
  const objects = model.filter(
    ({ name }) => !name.endsWith('__mdt') && (name.endsWith('__c') || name in places),
  );
  const missing = objects.filter(({ name }) => !(name in places)).map(({ name }) => name);
  if (missing.length > 0) throw new Error(`Give these objects a place in the picture: ${missing.join(', ')}`);
  const drawn = new Set(objects.map(({ name }) => name));
  const lines = objects.flatMap(({ name, fields }) => {
    const targets = new Map<string, boolean>();
    for (const { reference } of fields) {
      if (reference === undefined || !drawn.has(reference.to) || reference.to === name) continue;
      if (!reference.isMaster && !reference.to.endsWith('__c')) continue;
      targets.set(reference.to, reference.isMaster || targets.get(reference.to) === true);
    }
    return [...targets].map(([to, isMaster]) => drawLine(name, to, isMaster));
  });
  const columns = Math.max(...[...drawn].map((name) => places[name]![0])) + 1;
  const rows = Math.max(...[...drawn].map((name) => places[name]![1])) + 1;
  const width = 2 * margin + columns * box.width + (columns - 1) * gap.x;
  const height = 2 * margin + rows * box.height + (rows - 1) * gap.y + legendHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title" font-family="Arial, Helvetica, sans-serif">`,
    '<title id="title">The objects of the package and how they hang together</title>',
    '<defs>',
    `<marker id="master" viewBox="0 0 12 12" refX="11" refY="6" markerWidth="12" markerHeight="12" orient="auto"><path d="M1 6 6 2 11 6 6 10Z" fill="${ink}"/></marker>`,
    `<marker id="lookup" viewBox="0 0 12 12" refX="11" refY="6" markerWidth="12" markerHeight="12" orient="auto"><path d="M2 2 11 6 2 10" fill="none" stroke="${quiet}" stroke-width="1.5"/></marker>`,
    '</defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...lines,
    ...objects.map(drawBox),
    drawLegend(margin, height - margin - 4),
    '</svg>',
    '',
  ].join('\n');
}

function cornerOf(name: string): Point {
  const [column, row] = places[name]!;
  return { x: margin + column * (box.width + gap.x), y: margin + row * (box.height + gap.y) };
}

function drawBox({ name, label, fields }: DictionaryObject): string {
  const { x, y } = cornerOf(name);
  const isOwn = name.endsWith('__c');
  const lookups = fields
    .filter(
      ({ reference }) => reference !== undefined && !reference.to.endsWith('__c') && !reference.isMaster,
    )
    .map(({ reference }) => reference!.to);
  const links = [...new Set(lookups)].join(', ');
  const below = isOwn ? (links === '' ? '' : `→ ${links}`) : `${fields.length} fields added`;
  const middle = below === '' ? 44 : 34;
  return [
    `<g transform="translate(${x} ${y})">`,
    `<rect width="${box.width}" height="${box.height}" rx="6" fill="${isOwn ? fills.own : fills.salesforce}" stroke="${isOwn ? '#1b5fc1' : '#8a8a8a'}"/>`,
    `<text x="12" y="${middle - 10}" font-size="14" font-weight="bold" fill="${ink}">${escape(label)}</text>`,
    `<text x="12" y="${middle + 8}" font-size="11" fill="${quiet}">${escape(isOwn ? name : 'object of Salesforce')}</text>`,
    below === ''
      ? ''
      : `<text x="12" y="${middle + 27}" font-size="11" fill="${ink}">${escape(below)}</text>`,
    '</g>',
  ]
    .filter((line) => line !== '')
    .join('');
}

function drawLine(from: string, to: string, isMaster: boolean): string {
  const [start, end] = [edge(from, to), edge(to, from)];
  const style = isMaster
    ? `stroke="${ink}" stroke-width="1.5" marker-end="url(#master)"`
    : `stroke="${quiet}" stroke-dasharray="5 4" marker-end="url(#lookup)"`;
  return `<path d="M${start.x} ${start.y} ${end.x} ${end.y}" fill="none" ${style}/>`;
}

/** Where the straight line between the middles of two boxes leaves the first one. */
function edge(name: string, other: string): Point {
  const [middle, target] = [middleOf(name), middleOf(other)];
  const [x, y] = [target.x - middle.x, target.y - middle.y];
  const share = Math.min(box.width / 2 / Math.abs(x || 1e-9), box.height / 2 / Math.abs(y || 1e-9));
  return { x: Math.round(middle.x + x * share), y: Math.round(middle.y + y * share) };
}

function middleOf(name: string): Point {
  const { x, y } = cornerOf(name);
  return { x: x + box.width / 2, y: y + box.height / 2 };
}

function drawLegend(x: number, y: number): string {
  return [
    `<g transform="translate(${x} ${y})" font-size="12" fill="${ink}">`,
    `<path d="M0 0H44" stroke="${ink}" stroke-width="1.5" marker-end="url(#master)"/><text x="54" y="4">is a detail of: seen by whoever sees it, deleted with it</text>`,
    `<path d="M420 0h44" stroke="${quiet}" stroke-dasharray="5 4" marker-end="url(#lookup)"/><text x="474" y="4">points to</text>`,
    `<text x="570" y="4">→ points to objects of Salesforce</text>`,
    '</g>',
  ].join('');
}

function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
