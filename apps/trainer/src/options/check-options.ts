import { shownValue } from '@stackgan/formats';
import type { z } from 'zod';
import { UsageError } from '../shared/errors.js';
import { suggestion } from './nearest-name.js';
import { optionLeaves } from './option-leaves.js';
import { stageSchemas, type TrainOptions } from './train-options.js';

/** `value` as checked training options; `source` (a file, 'command line') begins the error. */
export function checkOptions(value: unknown, source: string): TrainOptions {
  const stage = (value as { stage?: unknown } | null)?.stage;
  if (stage !== 1 && stage !== 2) {
    throw new UsageError(`${source}: stage is ${shownValue(stage)}; it is 1 or 2`);
  }
  const result = stageSchemas[stage].safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UsageError(`${source}: ${describeIssue(issue, value, stage)}`);
}

/** Longer than any option; the time to find the nearest name grows with the length. */
const LONGEST_NAME = 100;

function describeIssue(issue: z.core.$ZodIssue | undefined, value: unknown, stage: 1 | 2): string {
  if (issue === undefined) return 'not a set of options';
  if (issue.code === 'unrecognized_keys') {
    const unknown = [...issue.path, issue.keys[0] ?? ''].join('.').slice(0, LONGEST_NAME);
    const known = optionLeaves(stageSchemas[stage]).map((leaf) => leaf.path);
    return `unknown option ${unknown} of stage ${stage}${suggestion(unknown, known)}`;
  }
  return describeValueIssue(issue, value);
}

/** `network.gf is 0; too small: …`: which value of `value` is wrong, and how. */
export function describeValueIssue(issue: z.core.$ZodIssue, value: unknown): string {
  const path = issue.path.join('.');
  const received = issue.path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  return `${path || 'the whole'} is ${shownValue(received)}; ${lowerFirst(issue.message)}`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
