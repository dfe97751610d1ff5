import type { Attribute } from '@stackgan/layers';
import type { HostBatch, PreparedDataset, PreparedExample } from '@stackgan/data';

/**
 * What images of a data set show and captions state, as rows of 0 and 1 over the values of all
 * attributes.
 */
export interface AttributeValues {
  /** How many values each attribute has. */
  readonly sizes: readonly number[];
  /** Values V of all attributes together. */
  readonly count: number;
  /**
   * [N, V], row by row: 1 for what the images of a batch show; all 0 for attributes that are not
   * known.
   */
  shown(batch: { readonly ids: readonly string[] }): Float32Array;
  /**
   * [N, V]: 1 for all values that the chosen captions accept; all 0 for attributes that none of
   * them states.
   */
  stated(batch: Pick<HostBatch, 'ids' | 'captions'>): Float32Array;
}

/**
 * The values of `attributes` in `dataset`, in order; by default all that the data set knows. Values
 * that are not among those of the attribute count as not known.
 */
export function attributeValues(
  { info, examples }: PreparedDataset,
  attributes: readonly Attribute[] = info.attributes ?? [],
): AttributeValues {
  const sizes = attributes.map(({ values }) => values.length);
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const byId = new Map(examples.map((example) => [example.id, example]));
  /** Rows of the values that `accepts` gives for each example and attribute. */
  const rows = (
    ids: readonly string[],
    accepts: (example: PreparedExample, name: string, row: number) => readonly string[],
  ): Float32Array => {
    const all = new Float32Array(ids.length * count);
    for (const [row, id] of ids.entries()) {
      let at = row * count;
      for (const { name, values } of attributes) {
        for (const value of accepts(byId.get(id)!, name, row)) {
          const place = values.indexOf(value);
          if (place >= 0) all[at + place] = 1;
        }
        at += values.length;
      }
    }
    return all;
  };
  return {
    sizes,
    count,
    shown: ({ ids }) =>
      rows(ids, ({ attributes: shown = {} }, name) =>
        Object.hasOwn(shown, name) ? [shown[name]!] : [],
      ),
    stated: ({ ids, captions }) =>
      rows(ids, ({ statements = [] }, name, row) => {
        const stated = captions[row]!.flatMap((caption) => {
          const statement = statements[caption] ?? {};
          return Object.hasOwn(statement, name) ? [statement[name]!] : [];
        });
        // Of several captions of one image, all are true.
        const [first = [], ...rest] = stated;
        return first.filter((value) => rest.every((others) => others.includes(value)));
      }),
  };
}
