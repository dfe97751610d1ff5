import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MODEL_INDEX_FILE } from '@stackgan/stage2';
import { z } from 'zod';
import { exists } from '../files/exists.js';
import { parseJson } from '../files/parse-json.js';
import { CARD_FILE } from '../run-directory/card-metrics.js';
import { ENCODER_FOLDER } from '../run-directory/model-index.js';
import { SAMPLES_FILE } from '../run-directory/model-card.js';
import { NEAREST_IMAGE } from '../run-directory/nearest-record.js';
import { RunDirectoryError, UsageError } from '../shared/errors.js';

/** What `npm publish` packs, besides package.json, README.md and LICENSE. */
export const PACKAGE_FILES = [
  ...['stage1', 'stage2', ENCODER_FOLDER, 'training', MODEL_INDEX_FILE],
  ...['options.json', 'recipe.json', SAMPLES_FILE, NEAREST_IMAGE],
];

/** The package.json of a model, as far as it is known. */
interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly isNew: boolean;
  /** What npm packs; undefined for all. */
  readonly files?: readonly string[] | undefined;
}

/** The package.json of `out`, or what a new one begins with. Throws UsageError. */
export async function manifestOf({
  out,
  name,
  description,
}: {
  readonly out: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
}): Promise<Manifest> {
  const file = join(out, 'package.json');
  if (await exists(file)) {
    if (name !== undefined || description !== undefined) {
      const why = `${file} has both; change it there`;
      throw new UsageError(`leave out --name and --description: ${why}`);
    }
    const schema = z.object({
      name: z.string(),
      description: z.string().default(''),
      files: z.array(z.string()).optional(),
    });
    const { data } = schema.safeParse(parseJson(await readFile(file, 'utf8')));
    if (data !== undefined) return { ...data, isNew: false };
    throw new RunDirectoryError(`${file} has no name; correct it, or give another --out`, out);
  }
  if (await exists(out)) {
    throw new RunDirectoryError(
      `${out} is there already, without a package.json; give another --out`,
      out,
    );
  }
  if (name === undefined) {
    throw new UsageError('a new package needs a name: --name @me/model-birds');
  }
  return { name, description: description ?? '', isNew: true };
}

/** Throws UsageError if npm would leave a folder out of the package. */
export function requirePacked({ files, isNew }: Manifest, folder: string, out: string): void {
  if (isNew || files === undefined || files.includes(folder)) return;
  throw new UsageError(
    `files in ${join(out, 'package.json')} do not list "${folder}", so npm would leave it out; add it there`,
  );
}

/** The package.json of a new package. */
export const manifestText = ({ name, description }: Manifest): string =>
  `${JSON.stringify(
    {
      ...{ name, version: '1.0.0', description, license: `SEE LICENSE IN ${CARD_FILE}` },
      type: 'module',
      ...{ keywords: ['stackgan', 'text-to-image'], files: PACKAGE_FILES },
    },
    null,
    2,
  )}\n`;
