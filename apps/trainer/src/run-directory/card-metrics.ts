import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../files/exists.js';
import type { RunEvaluation } from '../records/evaluation-schema.js';
import { numberText } from '../records/evaluation-table.js';
import { inlineText } from './inline-text.js';
import { AVERAGE_FOLDER, numberedPath } from './run-directory.js';
import { writeFileAtomically } from '../files/write-atomically.js';

/** The model card of a snapshot. */
export const CARD_FILE = 'README.md';

/**
 * The section of a model card with the measured quality of the images: the newest value of each
 * metric, with its protocol.
 */
export function metricsSection(evaluations: readonly RunEvaluation[]): string {
  const newest = new Map(
    evaluations.flatMap((evaluation) =>
      evaluation.measurements.map((one) => [one.name, { evaluation, one }] as const),
    ),
  );
  if (newest.size === 0) {
    return `## Metrics

None measured yet of this snapshot: neither Inception Score nor FID nor R-precision. The losses of training do not say how good images are.
`;
  }
  const rows = [...newest.values()].map(({ evaluation: { samples, seed, data }, one }) => {
    const bound = one.real ?? one.realAtSize;
    const real = bound === undefined ? '' : numberText({ value: bound });
    const how = `${samples.toLocaleString('en')} images, seed ${seed}, against ${data}; ${one.protocol}`;
    const cells = [one.name, numberText(one), real, one.better, how];
    return `| ${cells.map(inlineText).join(' | ')} |`;
  });
  return `## Metrics

Measured by \`stackgan evaluate\`. Numbers of two models are comparable only if the whole last column is equal.

| metric | value | real images | better | protocol |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

/**
 * Writes the measurements of `step` into the model card of that snapshot of `run`, or of `run`
 * itself if it is a snapshot. Does nothing if there is no card, or no such section in it.
 */
export async function updateCard(
  run: string,
  step: number,
  evaluations: readonly RunEvaluation[],
): Promise<void> {
  const isSnapshot = await exists(join(run, AVERAGE_FOLDER));
  const path = join(isSnapshot ? run : numberedPath(run, 'snapshot', step), CARD_FILE);
  const card = await readFile(path, 'utf8').catch(() => undefined);
  // From its heading to the next heading, or to the end.
  const changed = card?.replace(
    /^## Metrics\n[^]*?(?=\n## |$(?![^]))/m,
    () => metricsSection(evaluations).trimEnd() + '\n',
  );
  if (changed !== undefined && changed !== card) await writeFileAtomically(path, changed);
}
