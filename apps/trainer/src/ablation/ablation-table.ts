import { numberText } from '../records/evaluation-table.js';
import type { Finding, MeasuredRow } from './findings.js';
import type { AblationRow } from './rows.js';

/** Contents of a table. */
export interface AblationResult {
  readonly title: string;
  /** Data, preset, steps, seeds and samples, in words. */
  readonly protocol: readonly string[];
  readonly rows: readonly (AblationRow & MeasuredRow)[];
  readonly findings: readonly Finding[];
}

/** Heading and cells of the table. */
function cellsOf(rows: AblationResult['rows']): string[][] {
  const columns = rows.find((row) => row.measurements.length > 0)?.measurements ?? [];
  const arrow = { higher: '↑', lower: '↓' };
  return [
    [
      ...['method', 'CA', 'text twice'],
      ...columns.map(({ name, better }) => `${name} ${arrow[better]}`),
      'IS in the paper (CUB)',
    ],
    ...rows.map(({ method, side, augmentation, textTwice, measurements: own, paper }) => [
      `${side}×${side} ${method}`,
      augmentation ? 'yes' : 'no',
      textTwice === undefined ? '/' : textTwice ? 'yes' : 'no',
      ...columns.map((_, column) => (own[column] ? numberText(own[column]) : '-')),
      paper,
    ]),
  ];
}

/** The table as text for a terminal. */
export function ablationText({ title, protocol, rows, findings }: AblationResult): string {
  const cells = cellsOf(rows);
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return [
    title,
    ...cells.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    ),
    ...(findings.length > 0 ? ['', "The paper's findings, by Inception Score"] : []),
    ...findings.map(
      ({ statement, shown, numbers }) => `  ${shown.padEnd(8)}  ${statement}: ${numbers}`,
    ),
    '',
    ...protocol,
  ].join('\n');
}

/** The table as Markdown. */
export function ablationMarkdown({ title, protocol, rows, findings }: AblationResult): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [heading, ...body] = cellsOf(rows);
  return [
    `# ${title}\n`,
    line(heading!),
    line(heading!.map(() => '---')),
    ...body.map(line),
    ...(findings.length > 0
      ? [
          `\n## The paper's findings, by Inception Score\n`,
          line(['finding', 'shown here', 'numbers']),
          line(['---', '---', '---']),
          ...findings.map((one) => line([one.statement, one.shown, one.numbers])),
        ]
      : []),
    `\n## Protocol\n`,
    ...protocol.map((text) => `- ${text}`),
    '',
  ].join('\n');
}
