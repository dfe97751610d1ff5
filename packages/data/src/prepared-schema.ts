import { z } from 'zod';

import {
  examplesFile,
  infoFile,
  embeddingsFile,
  picturesFile,
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
    for (const file of [examplesFile, embeddingsFile, ...imageSizes.map(picturesFile)]) {
      if (!Object.hasOwn(files, file)) {
        addIssue({ code: 'custom', path: ['files', file], message: 'is missing' });
      }
    }
  }) satisfies z.ZodType<PreparedInfo>;

/** A line of `examples.jsonl` of the data set that `info` describes. */
export const exampleSchema = ({ classNames, imageSizes, files }: PreparedInfo) => {
  const classes = new Set(classNames);
  const sizes = imageSizes.map((size) => files[picturesFile(size)] ?? 0);
  return z
    .object({
      id: text,
      class: z.string().refine((name) => classes.has(name), {
        error: ({ input }) => `is ${JSON.stringify(input)}, no class of ${infoFile}`,
      }),
      split: z.enum(['train', 'test']),
      captions: z.array(text).min(1),
      pictures: z.array(z.tuple([count, z.int().min(1)])).length(imageSizes.length),
    })
    .superRefine(({ pictures }, { addIssue }) => {
      for (const [column, [offset, length]] of pictures.entries()) {
        const size = sizes[column]!;
        if (offset + length <= size) continue;
        const message = `is [${offset},${length}], beyond the ${size} bytes of ${picturesFile(imageSizes[column]!)}`;
        addIssue({ code: 'custom', path: ['pictures', column], message });
      }
    }) satisfies z.ZodType<StoredExample>;
};
