import { z } from 'zod';
import type { Measurement, Evaluation } from './evaluation.js';
import { jsonNumber } from '../files/json-lines.js';
import type { AttributeDetails } from './attribute-lines.js';

const attributeDetailsSchema: z.ZodType<AttributeDetails> = z.object({
  statements: z.int().min(0),
  attributes: z.array(
    z.object({
      ...{ name: z.string(), count: z.int().min(0), accuracy: jsonNumber, low: jsonNumber },
      ...{ high: jsonNumber, chance: jsonNumber, real: jsonNumber, scaled: jsonNumber },
    }),
  ),
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
});

/** A measurement as stored in files. */
export const measurementSchema: z.ZodType<Measurement> = z.object({
  name: z.string(),
  value: jsonNumber,
  deviation: jsonNumber.exactOptional(),
  real: jsonNumber.exactOptional(),
  interval: z.object({ low: jsonNumber, high: jsonNumber }).exactOptional(),
  realAtSize: jsonNumber.exactOptional(),
  better: z.enum(['higher', 'lower']),
  protocol: z.string(),
  attributes: attributeDetailsSchema.exactOptional(),
});

/** An evaluation of a run at one step: one line of metrics.jsonl. */
export interface RunEvaluation extends Evaluation {
  readonly step: number;
}

export const runEvaluationSchema: z.ZodType<RunEvaluation> = z.object({
  step: z.int().min(0),
  of: z.string(),
  samples: z.int().min(0),
  imageSize: z.int().min(1).exactOptional(),
  realSize: z.int().min(1).exactOptional(),
  seed: z.int(),
  data: z.string(),
  extractor: z.string(),
  measurements: z.array(measurementSchema),
});
