import type { Measurement, Evaluation } from '../records/evaluation.js';

/**
 * Two stages side by side, for readers new to the metrics: how many of ten images show what their
 * captions state, then the metrics of both. Rows that neither stage has are left out.
 */
export function stageTable(stage1: Evaluation, stage2: Evaluation): string {
  const [first, second] = [stage1, stage2].map(attributesOf);
  const rows = (second?.attributes?.attributes ?? []).map(({ name, accuracy, real, chance }) => {
    const before = first?.attributes?.attributes.find((one) => one.name === name)?.accuracy;
    const counts = [before, accuracy, real, chance];
    return [`${name} as stated`, ...counts.map(ofTen)];
  });
  const numbers = stage2.measurements.flatMap((one) => {
    const other = stage1.measurements.find(({ name }) => name === one.name);
    const isScale = one.attributes !== undefined;
    const label = isScale ? 'all that is stated, of 1' : `${one.name}, ${one.better} is better`;
    return [[label, numberOf(other), numberOf(one), isScale ? '1' : '', isScale ? '0' : '']];
  });
  const sizes = [stage1, stage2].map(({ imageSize: side }) => `${side}×${side}`);
  const head = ['Of ten images', `Stage-I ${sizes[0]}`, `Stage-II ${sizes[1]}`, 'real', 'chance'];
  const table = [head, ...rows, ...numbers];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table
    .map((row) =>
      row
        .map((text, column) =>
          column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const attributesOf = ({ measurements }: Evaluation): Measurement | undefined =>
  measurements.find(({ attributes }) => attributes !== undefined);

const ofTen = (share: number | undefined): string =>
  share === undefined ? '' : String(Math.round(share * 10));

const numberOf = (one: Measurement | undefined): string => one?.value.toFixed(2) ?? '';
