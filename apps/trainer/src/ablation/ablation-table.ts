import { numberText } from '../records/evaluation-table.js';
import type { Finding, Judgement } from './findings.js';
import type { MeasuredRow } from './measured-row.js';
import { type Difference, differenceText } from './paired-difference.js';
import { ADDITION_NAMES, type AblationRow } from './rows.js';

/** Contents of a table. */
export interface AblationResult {
  readonly title: string;
  /** Data, preset, steps, seeds and samples, in words. */
  readonly protocol: readonly string[];
  readonly rows: readonly MeasuredRow[];
  readonly findingsTitle: string;
  readonly findings: readonly Finding[];
}

/** Rows of a table; the first is its head. */
type Cells = readonly (readonly string[])[];

function rowCells(rows: readonly MeasuredRow[]): Cells {
  const columns = rows.find((row) => row.measurements.length > 0)?.measurements ?? [];
  const arrow = { higher: '↑', lower: '↓' };
  return [
    [
      ...['method', 'CA', 'text twice'],
      ...columns.map(({ name, better }) => `${name} ${arrow[better]}`),
      ...['IS in the paper (CUB)', 'kimg', 'minutes'],
    ],
    ...rows.map((row) => [
      methodText(row),
      row.augmentation ? 'yes' : 'no',
      row.textTwice === undefined ? '/' : row.textTwice ? 'yes' : 'no',
      ...columns.map((_, column) => {
        const one = row.measurements[column];
        return one ? numberText(one) : '-';
      }),
      row.paper,
      ...(row.cost ? [row.cost.kimg, row.cost.seconds / 60].map(countText) : ['-', '-']),
    ]),
  ];
}

const methodText = ({ method, side, addition }: AblationRow): string =>
  `${side}×${side} ${method}${addition ? ` with ${ADDITION_NAMES[addition]}` : ''}`;

const countText = (value: number): string => value.toFixed(value < 10 ? 1 : 0);

function findingCells(findings: readonly Finding[]): Cells {
  const names = namesOf(findings.map(({ judgements }) => judgements));
  const cell = (one: Judgement | undefined) =>
    one ? `${one.verdict}: ${differenceText(one)}` : '-';
  return [
    ['statement', ...names],
    ...findings.map(({ statement, judgements }) => [
      statement,
      ...names.map((name) => cell(judgements.find((one) => one.name === name))),
    ]),
  ];
}

function changeCells(rows: readonly MeasuredRow[]): Cells {
  const changed = rows.filter(({ changes }) => changes.length > 0);
  const names = namesOf(changed.map(({ changes }) => changes));
  return [
    ['row', ...names],
    ...changed.map(({ id, changes }) => [
      id,
      ...names.map((name) => {
        const change = changes.find((one) => one.name === name);
        return change ? differenceText(change) : '-';
      }),
    ]),
  ];
}

/** The metrics that occur, each once. */
const namesOf = (lists: readonly (readonly Difference[])[]): string[] => [
  ...new Set(lists.flat().map(({ name }) => name)),
];

/** Rows and findings as text for a terminal; the changes are in the Markdown alone. */
export function ablationText(result: AblationResult): string {
  const { title, rows, findingsTitle, findings, protocol } = result;
  return [
    ...[title, ...padded(rowCells(rows)), ''],
    ...(findings.length > 0 ? [findingsTitle, ...findings.flatMap(findingLines), ''] : []),
    ...protocol,
  ].join('\n');
}

const findingLines = ({ statement, judgements }: Finding): string[] => [
  `  ${statement}`,
  ...judgements.map((one) => `    ${one.verdict.padEnd(10)}  ${one.name} ${differenceText(one)}`),
];

function padded(cells: Cells): string[] {
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** The result as Markdown. */
export function ablationMarkdown(result: AblationResult): string {
  const { title, rows, findingsTitle, findings, protocol } = result;
  const section = (heading: string, cells: Cells) =>
    cells.length > 1 ? [`\n## ${heading}\n`, ...markdownTable(cells)] : [];
  return [
    `# ${title}\n`,
    ...markdownTable(rowCells(rows)),
    ...section(findingsTitle, findingCells(findings)),
    ...section('Change over the last quarter of the training', changeCells(rows)),
    `\n## Protocol\n`,
    ...protocol.map((text) => `- ${text}`),
    '',
  ].join('\n');
}

function markdownTable([head, ...body]: Cells): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head!), line(head!.map(() => '---')), ...body.map(line)];
}
