import type { Preprocessing } from '@stackgan/data';
import { z } from 'zod';
import { UsageError } from '../shared/errors.js';
import { describeValueIssue } from './check-options.js';
import { applyOverrides, type OptionOverrides } from './apply-overrides.js';

/**
 * How `stackgan prepare` crops and resizes images. Names are those of dataset.json, defaults those
 * of `@stackgan/data`.
 */
export const prepareSchema = z.strictObject({
  preprocessing: z.strictObject({
    objectCrop: z
      .number()
      .min(0)
      .default(1.5)
      .describe(
        'side of the crop around the box of the object, relative to its longer side; 0 = none',
      ),
    filter: z
      .enum(['lanczos', 'bilinear', 'bicubic'])
      .default('lanczos')
      .describe('resizing filter'),
    stretchContrast: z
      .boolean()
      .default(false)
      .describe('stretch the values of each image to 0…255 before resizing'),
    smallFromLarge: z.boolean().default(false).describe('make small images from the large ones'),
  }),
});

/** The defaults with each dotted path of `overrides` set, checked. */
export function resolvePrepareOptions(overrides: OptionOverrides): Preprocessing {
  const given = applyOverrides({ preprocessing: {} }, overrides);
  const result = prepareSchema.safeParse(given);
  if (result.success) return result.data.preprocessing;
  throw new UsageError(`command line: ${describeValueIssue(result.error.issues[0]!, given)}`);
}
