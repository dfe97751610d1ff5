/** Numbers by what they count: `{ 'training images': 8855 }`. */
export type Counts = Readonly<Record<string, number>>;

/**
 * A sentence on the numbers of a data set that differ from the published ones: `not the published
 * data set: training images 8,854 (published 8,855)`; none if all are equal.
 */
export function countNotices(found: Counts, published: Counts): string[] {
  const differences = Object.entries(published)
    .filter(([name, number]) => found[name] !== number)
    .map(([name, number]) => `${name} ${shown(found[name] ?? 0)} (published ${shown(number)})`);
  return differences.length > 0 ? [`not the published data set: ${differences.join(', ')}`] : [];
}

/** `8,855` */
export const shown = (number: number): string => number.toLocaleString('en');
