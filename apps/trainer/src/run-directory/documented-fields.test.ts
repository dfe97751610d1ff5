import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { DiscriminatorLosses, GeneratorLosses } from '@stackgan/layers';
import { z } from 'zod';
import { probeSchema } from './health-log.js';
import { runEvaluationSchema } from '../records/evaluation-schema.js';
import {
  ATTRIBUTES_FOLDER,
  BASE_FOLDER,
  MATCHING_FOLDER,
  PRETRAINED_FOLDER,
} from './run-directory.js';
import { tickSchema } from './run-log.js';

const page = await readFile(new URL('../../../../docs/run-directory.md', import.meta.url), 'utf8');

/** The first column of the tables under a heading. */
function rowsUnder(heading: string): string[] {
  const [, section = ''] = page.split(`\n${heading}\n`);
  const text = section.split(/\n## /)[0]!;
  return [...text.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]!);
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: unknown;
  items?: JsonSchema;
}

/** Paths of all fields: `a[].b`, `c?.d` where c is optional, `e.<name>` for any name. */
function fieldsOf({ properties, required, additionalProperties, items }: JsonSchema): string[] {
  if (items) return fieldsOf(items).map((path) => `[]${path}`);
  if (properties) {
    return Object.entries(properties).flatMap(([name, field]) => {
      const start = `.${name}${required?.includes(name) ? '' : '?'}`;
      return fieldsOf(field).map((path) => start + path);
    });
  }
  return typeof additionalProperties === 'object' ? ['.<name>'] : [''];
}

const schemaFields = (schema: z.ZodType) =>
  fieldsOf(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema).map((path) => path.slice(1));

const discriminatorLosses: Record<keyof DiscriminatorLosses, true> = {
  ...{ loss: true, matched: true, mismatched: true, generated: true },
  ...{ unconditionalMatched: true, unconditionalGenerated: true },
};
const generatorLosses: Record<keyof GeneratorLosses, true> = {
  ...{ loss: true, adversarial: true, kl: true, matching: true, attributes: true },
  ...{ reconstruction: true, regularization: true },
};

it('docs/run-directory.md has all fields of stats.jsonl, and all losses', () => {
  const losses = [
    ...Object.keys(discriminatorLosses).map((name) => `discriminator.${name}`),
    ...Object.keys(generatorLosses).map((name) => `generator.${name}`),
  ];
  expect(rowsUnder('## stats.jsonl')).toEqual([...schemaFields(tickSchema), ...losses]);
});

it('docs/run-directory.md has all fields of metrics.jsonl', () => {
  expect(rowsUnder('## metrics.jsonl')).toEqual(schemaFields(runEvaluationSchema));
});

it('docs/run-directory.md has all fields of health.jsonl', () => {
  expect(rowsUnder('## health.jsonl')).toEqual(schemaFields(probeSchema));
});

it('docs/run-directory.md has all folders of a run', () => {
  const folders = [BASE_FOLDER, PRETRAINED_FOLDER, MATCHING_FOLDER, ATTRIBUTES_FOLDER];
  expect(rowsUnder('## Files and folders')).toEqual(expect.arrayContaining(folders));
});
