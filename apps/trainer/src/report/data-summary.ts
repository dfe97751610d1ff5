import type { PreparedDataset, PreparedExample } from '@stackgan/data';
import { shortText } from '../shared/short-text.js';

/** What a data set holds, as the terminal and the page show it. */
export interface DataSummary {
  readonly name: string;
  readonly facts: readonly Fact[];
  /** One per attribute: how many images and captions have it, and its values. */
  readonly attributes: readonly Fact[];
}

/** A short term and what is said of it. */
export type Fact = readonly [term: string, text: string];

/** Number of classes or values of an attribute that are named. */
const NAMED = 5;

/** Counts the images, captions, classes and attributes of a data set. */
export function summariseData({
  info,
  examples,
}: Pick<PreparedDataset, 'info' | 'examples'>): DataSummary {
  const { counts, encoder, undecodable } = info;
  const bytes = Object.values(info.files).reduce((sum, size) => sum + size, 0);
  const images = [
    `${grouped(counts.train)} for training, ${grouped(counts.test)} held out`,
    ...(counts.boxes ? [`${grouped(counts.boxes)} cropped around their object`] : []),
    ...(undecodable.length > 0
      ? [`${grouped(undecodable.length)} left out, since they could not be decoded`]
      : []),
  ];
  const perImage = (counts.captions / Math.max(1, examples.length)).toFixed(1);
  return {
    name: info.name,
    facts: [
      ['images', images.join('; ')],
      ['sizes', `${info.imageSizes.join(', ')} pixels; ${(bytes / 1e6).toFixed(1)} MB in all`],
      ['captions', `${grouped(counts.captions)}, ${perImage} per image`],
      ['text encoder', `${shortText(encoder.name)}, ${encoder.dimension} numbers per caption`],
      ['classes', classesText(examples, info.classNames)],
      ['licence', shortText(info.licence)],
      ['authors', shortText(info.attribution)],
    ],
    attributes: (info.attributes ?? []).map(({ name, values }) => [
      name,
      attributeText(examples, name, values),
    ]),
  };
}

function classesText(examples: readonly PreparedExample[], names: readonly string[]): string {
  if (names.length === examples.length) return 'each image is a class of its own';
  const largest = named(countValues(examples.map((example) => names[example.class]!)));
  return `${grouped(names.length)}: ${largest}`;
}

function attributeText(
  examples: readonly PreparedExample[],
  name: string,
  values: readonly string[],
): string {
  // A name may be that of a property which every object has.
  const own = <T>(record: Readonly<Record<string, T>> | undefined): T[] =>
    record !== undefined && Object.hasOwn(record, name) ? [record[name]!] : [];
  const shown = examples.flatMap(({ attributes }) => own(attributes));
  const stated = examples.flatMap(({ statements = [] }) => statements.flatMap((one) => own(one)));
  const all = countValues([...shown, ...values]).map(
    ([value, count]) => [value, count - 1] as const,
  );
  return `shown by ${grouped(shown.length)} images, stated by ${grouped(stated.length)} captions; ${named(all)}`;
}

/** How often each value occurs, most frequent first. */
function countValues(values: readonly string[]): [value: string, count: number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** `red 12, blue 3, and 4 more`. */
function named(counts: readonly (readonly [value: string, count: number])[]): string {
  const first = counts
    .slice(0, NAMED)
    .map(([value, count]) => `${shortText(value)} ${grouped(count)}`);
  const more = counts.length - first.length;
  return [...first, ...(more > 0 ? [`and ${grouped(more)} more`] : [])].join(', ');
}

const grouped = (count: number): string => count.toLocaleString('en');
