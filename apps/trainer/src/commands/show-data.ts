import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, isAbsolute, sep } from 'node:path';
import {
  DATASET_FILE,
  openDataset,
  pickExamples,
  type PreparedDataset,
  type Split,
} from '@stackgan/data';
import { exists } from '../files/exists.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import { resizeImage } from '../images/image.js';
import { webpDataUrl } from '../images/webp-data-url.js';
import { dataPage, SHEET_SIDE, type SheetImage } from '../report/data-page.js';
import { type Fact, summariseData } from '../report/data-summary.js';
import type { Context } from '../shared/context.js';
import { UsageError } from '../shared/errors.js';
import { shortText } from '../shared/short-text.js';

/** The arguments of `stackgan data show`. */
export interface ShowDataArguments {
  readonly folder: string;
  /** Undefined if not given: beside the folder. */
  readonly out: string | undefined;
}

/** Six rows of eight images, the last of them held out. */
const SHEET = { train: 40, test: 8 };

/** Number of captions that are printed. */
const PRINTED = 5;

/** `stackgan data show`: prints what a prepared data set holds, and writes a page with images. */
export async function showData(
  { folder, out }: ShowDataArguments,
  context: Context,
): Promise<void> {
  const { console } = context;
  const path = out ?? `${resolve(folder)}-sheet.html`;
  await requirePrepared(folder);
  await requireOutside(path, folder);
  const dataset = await openDataset(folder);
  try {
    const summary = summariseData(dataset);
    console.line(`${shortText(summary.name)}, in ${folder}`);
    for (const line of factLines(summary.facts)) console.line(line);
    if (summary.attributes.length > 0) console.line('attributes');
    for (const line of factLines(summary.attributes)) console.line(line);
    const first = pickExamples(dataset, { split: 'train', count: PRINTED });
    for (const { captions } of first) console.line(`"${shortText(captions[0]!)}"`);
    const training = await sheetImages(dataset, 'train', context);
    const heldOut = await sheetImages(dataset, 'test', context);
    const page = dataPage(summary, [
      { title: 'Training images', images: training },
      { title: 'Held-out images', images: heldOut },
    ]);
    await writeFileAtomically(path, page);
    console.line(`wrote ${path}: ${training.length + heldOut.length} images with their captions`);
  } finally {
    await dataset.close();
  }
}

/** Terms in one column, texts in another. */
function factLines(facts: readonly Fact[]): string[] {
  const width = Math.max(...facts.map(([term]) => shortText(term).length));
  return facts.map(([term, text]) => `  ${shortText(term).padEnd(width)}  ${text}`);
}

/** The images of a split, of as many classes as possible; always the same ones. */
async function sheetImages(
  dataset: PreparedDataset,
  split: Split,
  { signal }: Context,
): Promise<SheetImage[]> {
  const { imageSizes, classNames } = dataset.info;
  const sizes = [...imageSizes].sort((a, b) => a - b);
  const imageSize = sizes.find((size) => size >= SHEET_SIDE) ?? sizes.at(-1)!;
  const images: SheetImage[] = [];
  for (const example of pickExamples(dataset, { split, count: SHEET[split] })) {
    signal.throwIfAborted();
    const data = await dataset.readImage(example, imageSize);
    const image = await resizeImage({ size: dataset.storedSize(imageSize), data }, SHEET_SIDE);
    images.push({ example, className: classNames[example.class]!, url: await webpDataUrl(image) });
  }
  return images;
}

async function requirePrepared(folder: string): Promise<void> {
  if (!(await exists(folder)) || (await exists(join(folder, DATASET_FILE)))) return;
  throw new UsageError(
    `${folder} is not a prepared data set, since it has no ${DATASET_FILE}; ` +
      `if it has your own images: stackgan prepare folder --from ${folder}`,
  );
}

/** A file in the folder of a data set would be taken for a part of it. */
async function requireOutside(path: string, folder: string): Promise<void> {
  const parent = dirname(resolve(path));
  const real = await realpath(parent).catch(() => parent);
  const inside = relative(await realpath(folder).catch(() => resolve(folder)), real);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return;
  const name = `${basename(resolve(folder))}-sheet.html`;
  throw new UsageError(
    `--out ${path} is in the data set ${folder}; give a file beside it, such as ${name}`,
  );
}
