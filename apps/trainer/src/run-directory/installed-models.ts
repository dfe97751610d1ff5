import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findModelPackages, folderStore, type ModelIndex, readModelIndex } from '@stackgan/stage2';
import { z } from 'zod';
import { parseJson } from '../files/parse-json.js';

/** An installed npm package that holds a model. */
export interface InstalledModel {
  readonly name: string;
  readonly folder: string;
  readonly version: string;
  /** What its package.json says; empty if nothing. */
  readonly description: string;
}

const manifestSchema = z.object({
  version: z.string().catch('?'),
  description: z.string().catch(''),
});

/** The installed packages with a model, by name, as the working directory and the program see. */
export const installedModels = (): Promise<InstalledModel[]> =>
  Promise.all(
    findModelPackages().map(async ({ name, folder }) => {
      const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
      return { name, folder, ...manifestSchema.parse(parseJson(text) ?? {}) };
    }),
  );

/** The installed package `name`; undefined if there is none. */
export const installedModel = async (name: string): Promise<InstalledModel | undefined> =>
  (await installedModels()).find((model) => model.name === name);

/** The `stackgan.json` of an installed model. Throws ModelSourceError. */
export const indexOf = ({ folder }: InstalledModel): Promise<ModelIndex> =>
  readModelIndex(folderStore(folder));

/** The bytes of all files of a folder. */
export async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = files.map(
    async ({ parentPath, name }) => (await stat(join(parentPath, name))).size,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
