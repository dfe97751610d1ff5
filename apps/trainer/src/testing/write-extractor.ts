import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveModel } from '../run-directory/model-files.js';
import { tinyExtractorModel } from './tiny.js';

/** Saves `tinyExtractorModel` in `folder`; returns its `model.json`. */
export async function writeExtractor(folder: string): Promise<string> {
  await mkdir(join(folder, 'extractor'));
  await saveModel(tinyExtractorModel(), 'extractor', async (name, data) => {
    const parts = typeof data === 'string' || data instanceof Uint8Array ? [data] : data;
    await writeFile(join(folder, name), Buffer.concat(parts.map((part) => Buffer.from(part))));
  });
  return join(folder, 'extractor', 'model.json');
}
