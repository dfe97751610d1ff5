import { z } from 'zod';

import { listAttributes } from './list-attributes.js';
import {
  examplesFile,
  infoFile,
  embeddingsFile,
  imagesFile,
  type StoredExample,
} from './prepared-files.js';
import type { PreparedInfo } from './prepared.js';

const count = z.int().min(0);
const text = z.string().min(1);

/** `dataset.json`, in the format of this version; fields that it does not know stay. */
export const infoSchema = z
  .looseObject({
    formatVersion: z.literal(1),
    name: z.string(),
    licence: z.string(),
    attribution: z.string(),
    options: z.object({ crop: z.boolean(), flip: z.boolean() }),
    preprocessing: z
      .object({
        objectCrop: z.number().min(0),
        filter: z.enum(['lanczos', 'bilinear', 'bicubic']),
        stretchContrast: z.boolean(),
        smallFromLarge: z.boolean(),
      })
      .exactOptional(),
    encoder: z.object({ name: text, hash: text, dimension: z.int().min(1) }),
    imageSizes: z.array(z.int().min(1)).min(1),
    classNames: z.array(z.string()).min(1),
    attributes: z.array(z.object({ name: text, values: z.array(text).min(1) })).exactOptional(),
    counts: z.looseObject({
      train: count,
      test: count,
      captions: z.int().min(1),
      boxes: count.exactOptional(),
    }),
    undecodable: z.array(z.string()),
    files: z.record(z.string(), count),
  })
  .superRefine(({ files, imageSizes }, { addIssue }) => {
    // A file that is not listed would not be looked at.
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
        error: ({ input }) => `is ${JSON.stringify(input)}, no class of ${infoFile}`,
      }),
      split: z.enum(['train', 'test']),
      captions: z.array(text).min(1),
      attributes: z.record(z.string(), text).exactOptional(),
      statements: z.array(z.record(z.string(), z.array(text).min(1))).exactOptional(),
      images: z.array(z.tuple([count, z.int().min(1)])).length(imageSizes.length),
    })
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
        const message = `has ${JSON.stringify(unknown)}, no value of it in ${infoFile}`;
        addIssue({ code: 'custom', path: ['attributes', name], message });
      }
    }) satisfies z.ZodType<StoredExample>;
};
