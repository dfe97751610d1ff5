import type { AttributeScore, AttributeScores } from '@stackgan/metrics';

/** The part of {@link AttributeScores} that a measurement keeps beside its value and interval. */
export type AttributeDetails = Omit<AttributeScores, 'mean' | 'low' | 'high'>;

/** `0.62 (0.57–0.67), chance 0.15, real 0.99` */
const scoreText = ({ accuracy, low, high, chance, real }: AttributeScore): string =>
  `${accuracy.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}), chance ${chance.toFixed(2)}, real ${real.toFixed(2)}`;

/** One line per attribute, and one per attribute that is left out. */
export function attributeLines({ attributes, leftOut }: AttributeDetails): string[] {
  const width = Math.max(...attributes.map(({ name }) => name.length));
  return [
    ...attributes.map(
      (one) => `${one.name.padEnd(width)}  ${scoreText(one)}; stated of ${count(one.count)} images`,
    ),
    ...leftOut.map(({ name, reason }) => `${name} is left out: ${reason}`),
  ];
}

const count = (value: number): string => value.toLocaleString('en');
