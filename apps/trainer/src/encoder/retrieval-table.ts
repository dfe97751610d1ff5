import type { Retrieval } from './retrieval.js';

/** What was measured on held-out images. */
export interface RetrievalReport {
  readonly images: number;
  readonly captions: number;
  readonly classes: number;
  /** Images that a caption chooses from. */
  readonly pool: number;
  readonly encoder: Retrieval;
  /** The encoder of the data set, whose embeddings stayed as they are. */
  readonly before: Retrieval & { readonly name: string };
  readonly chance: Retrieval;
}

/** The report in lines; shares in percent. */
export function retrievalTable(
  name: string,
  { images, captions, classes, pool, encoder, before, chance }: RetrievalReport,
): string {
  const row = (label: string, key: keyof Retrieval): string[] =>
    chance[key] === undefined
      ? []
      : [[label, ...[encoder, before, chance].map((found) => percent(found[key]))].join('\t')];
  const rows = [
    ['', name, 'frozen', 'chance'].join('\t'),
    ...row(`own image first of ${pool}`, 'own1'),
    ...row(`own image in the first 5 of ${pool}`, 'own5'),
    ...row("the class's images first (AP@50)", 'classPrecision'),
    ...row('class of an image (top-1)', 'classTop'),
  ].map((line) => line.split('\t'));
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const padded = rows.map(([label, ...cells]) =>
    ['', label!.padEnd(widths[0]!), ...cells.map((cell, at) => cell.padStart(widths[at + 1]!))]
      .join('  ')
      .trimEnd(),
  );
  return [
    `held out: ${count(images)} images of ${count(classes)} classes, ${count(captions)} captions`,
    ...padded,
    `  frozen: embeddings of ${before.name}, with a map of images that learned from the same pairs`,
  ].join('\n');
}

const percent = (share = NaN): string => `${(share * 100).toFixed(1)} %`;
const count = (value: number): string => value.toLocaleString('en');
