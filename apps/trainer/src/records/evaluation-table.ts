import type { Measurement, Evaluation } from './evaluation.js';
import { attributeLines } from './attribute-lines.js';

/** An evaluation as text for a terminal: one line per metric, then the protocols of all. */
export function evaluationTable(evaluation: Evaluation): string {
  const { of, seed, data, measurements } = evaluation;
  const rows = measurements.map((one) => [
    one.name,
    numberText(one),
    realText(one, evaluation),
    `${one.better} is better`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map(
    ([name, value, real, better]) =>
      `  ${name!.padEnd(widths[0]!)}  ${value!.padStart(widths[1]!)}  ${real!.padEnd(widths[2]!)}  ${better}`,
  );
  const notes = measurements.map(({ name, protocol }) => `  ${name}: ${protocol}`);
  return [
    `${of}: ${samplesText(evaluation)}, seed ${seed}, against ${data}`,
    ...lines,
    ...measurements.flatMap(({ attributes }) =>
      attributes ? attributeLines(attributes).map((line) => `    ${line}`) : [],
    ),
    'Protocol',
    ...new Set(notes),
  ].join('\n');
}

/**
 * `12.31 ± 0.04` or `0.41 (0.38–0.44)`. Two decimals; four for values below 1 without an interval.
 */
export function numberText({
  value,
  deviation,
  interval,
}: Pick<Measurement, 'value' | 'deviation' | 'interval'>): string {
  if (interval) {
    const [low, high] = [interval.low, interval.high].map((end) => end.toFixed(2));
    return `${value.toFixed(2)} (${low}–${high})`;
  }
  const digits = Math.abs(value) < 1 ? 4 : 2;
  const text = value.toFixed(digits);
  return deviation === undefined ? text : `${text} ± ${deviation.toFixed(digits)}`;
}

/** `1,000 images of 64×64` */
export function samplesText({ samples, imageSize }: Evaluation): string {
  const count = `${samples.toLocaleString('en')} images`;
  return imageSize === undefined ? count : `${count} of ${squareText(imageSize)}`;
}

/** `0.93 of real images at 64×64, 0.99 at 256×256`; empty if there is no reference. */
export function realText(
  { real, realAtSize }: Measurement,
  { imageSize, realSize }: Evaluation,
): string {
  const references = [
    ...(realAtSize === undefined ? [] : [{ value: realAtSize, size: imageSize }]),
    ...(real === undefined ? [] : [{ value: real, size: realSize }]),
  ];
  return references
    .map(({ value, size }, index) => {
      const ofReal = index === 0 ? ' of real images' : '';
      return `${numberText({ value })}${ofReal}${size === undefined ? '' : ` at ${squareText(size)}`}`;
    })
    .join(', ');
}

const squareText = (side: number): string => `${side}×${side}`;
