import { isPathWithin } from '@stackgan/formats';
import { z } from 'zod';

import type { Preprocessing } from '../images/preprocessing.js';
import type { ImageOptions } from '../source/dataset-source.js';
import { listAttributes } from './list-attributes.js';
import {
  examplesFile,
  DATASET_FILE,
  embeddingsFile,
  imagesFile,
  type StoredExample,
} from './prepared-files.js';
import type { PreparedAttribute, PreparedInfo } from './prepared-dataset.js';

/**
 * A schema for each field of T, optional ones included. The objects below must satisfy it, so that
 * they do not compile when a type has a field that its schema does not check, or the reverse.
 */
type Fields<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };

const count = z.int().min(0);
const text = z.string().min(1);
const fraction = z.number().min(0).max(1);

/** `dataset.json` in the format of this version; unknown fields are kept. */
export const infoSchema = z
  .looseObject({
    formatVersion: z.literal(1),
    name: z.string(),
    licence: z.string(),
    attribution: z.string(),
    options: z.object({
      crop: z.boolean(),
      flip: z.boolean(),
      captionsPerDraw: z.int().min(1).exactOptional(),
    } satisfies Fields<ImageOptions>),
    preprocessing: z
      .object({
        objectCrop: z.number().min(0),
        filter: z.enum(['lanczos', 'bilinear', 'bicubic']),
        stretchContrast: z.boolean(),
        smallFromLarge: z.boolean(),
      } satisfies Fields<Preprocessing>)
      .exactOptional(),
    encoder: z.object({ name: text, hash: text, dimension: z.int().min(1) } satisfies Fields<
      PreparedInfo['encoder']
    >),
    imageSizes: z.array(z.int().min(1)).min(1),
    classNames: z.array(z.string()).min(1),
    attributes: z
      .array(
        z.object({ name: text, values: z.array(text).min(1) } satisfies Fields<PreparedAttribute>),
      )
      .exactOptional(),
    counts: z.looseObject({
      train: count,
      test: count,
      captions: z.int().min(1),
      boxes: count.exactOptional(),
    } satisfies Fields<PreparedInfo['counts']>),
    undecodable: z.array(z.string()),
    files: z.record(z.string().refine(isPathWithin), count),
  } satisfies Fields<PreparedInfo>)
  .superRefine(({ files, imageSizes }, { addIssue }) => {
    // A file that is not listed would not be checked.
    for (const file of [examplesFile, embeddingsFile, ...imageSizes.map(imagesFile)]) {
      if (!Object.hasOwn(files, file)) {
        addIssue({ code: 'custom', path: ['files', file], message: 'is missing' });
      }
    }
  }) satisfies z.ZodType<PreparedInfo>;

/** A line of `examples.jsonl` of the data set that `info` describes. */
export const exampleSchema = ({ classNames, attributes, imageSizes, files }: PreparedInfo) => {
  const classes = new Set(classNames);
  const known = new Map(attributes?.map(({ name, values }) => [name, new Set(values)]));
  const sizes = imageSizes.map((size) => files[imagesFile(size)] ?? 0);
  return z
    .object({
      id: text,
      class: z.string().refine((name) => classes.has(name), {
        error: ({ input }) => `is ${JSON.stringify(input)}, no class of ${DATASET_FILE}`,
      }),
      split: z.enum(['train', 'test']),
      captions: z.array(text).min(1),
      attributes: z.record(z.string(), text).exactOptional(),
      statements: z.array(z.record(z.string(), z.array(text).min(1))).exactOptional(),
      box: z.tuple([fraction, fraction, fraction, fraction]).exactOptional(),
      images: z.array(z.tuple([count, z.int().min(1)])).length(imageSizes.length),
    } satisfies Fields<StoredExample>)
    .superRefine(({ images }, { addIssue }) => {
      for (const [column, [offset, length]] of images.entries()) {
        const size = sizes[column]!;
        if (offset + length <= size) continue;
        const message = `is [${offset},${length}], beyond the ${size} bytes of ${imagesFile(imageSizes[column]!)}`;
        addIssue({ code: 'custom', path: ['images', column], message });
      }
    })
    .superRefine(({ captions, attributes: shown, statements }, { addIssue }) => {
      if (statements && statements.length !== captions.length) {
        const message = `are ${statements.length}, but there are ${captions.length} captions`;
        addIssue({ code: 'custom', path: ['statements'], message });
      }
      for (const { name, values } of listAttributes([
        { ...(shown && { attributes: shown }), ...(statements && { statements }) },
      ])) {
        const unknown = values.find((value) => !known.get(name)?.has(value));
        if (unknown === undefined) continue;
        const message = `has ${JSON.stringify(unknown)}, no value of it in ${DATASET_FILE}`;
        addIssue({ code: 'custom', path: ['attributes', name], message });
      }
    }) satisfies z.ZodType<StoredExample>;
};
