import {
  folderSize,
  indexOf,
  type InstalledModel,
  installedModels,
} from '../run-directory/installed-models.js';
import { readRunOptions } from '../run-directory/run-options.js';
import { DEFAULT_MODEL } from '../shared/default-model.js';
import type { Context } from '../shared/context.js';

/** `stackgan models`: lists the installed packages with models, and what each can draw. */
export async function models(_given: object, { console }: Context): Promise<void> {
  const found = await installedModels();
  if (found.length === 0) {
    console.line(`no model is installed; npm install ${DEFAULT_MODEL}`);
    return;
  }
  for (const model of found) console.line(await describe(model));
  console.line(`\nDraw with one: stackgan sample --run ${found[0]!.name} --text "…"`);
}

/** The description of a model; of a damaged one, what is wrong with it. */
async function describe(model: InstalledModel): Promise<string> {
  const { name, version, description, folder } = model;
  const megabytes = ((await folderSize(folder)) / 1e6).toFixed(1);
  try {
    const { encoder, examples = [] } = await indexOf(model);
    const { imageSize } = (await readRunOptions(folder)).options.network;
    return [
      `${name} ${version}: ${imageSize}×${imageSize}, ${megabytes} MB, in ${folder}`,
      ...(description === '' ? [] : [description]),
      encoder === undefined
        ? 'its caption encoder is unknown'
        : `captions by ${encoder.name}, ${encoder.dimension} numbers`,
      ...examples.map((caption) => `"${caption}"`),
    ].join('\n  ');
  } catch (error) {
    return `${name} ${version}: ${(error as Error).message}`;
  }
}
