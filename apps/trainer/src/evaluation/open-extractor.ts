import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  createMixed5Extractor,
  createModelExtractor,
  type FeatureExtractor,
  type PixelRange,
} from '@stackgan/metrics';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { io } from '@tensorflow/tfjs-core';
import { loadNetwork } from '@stackgan/stage2';
import { UsageError } from '../shared/errors.js';
import { RANGE_NAMES, type RangeName, type ResizeName } from '../options/metric-names.js';

const RANGES: Readonly<Record<RangeName, PixelRange>> = {
  '0,1': [0, 1],
  '-1,1': [-1, 1],
  '0,255': [0, 255],
  imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
};

/** The extractor that the flags choose. */
export interface ExtractorChoice {
  /** Features of the built-in extractor. */
  readonly features: 64 | 192 | 768;
  /** The `model.json` of another extractor. */
  readonly model?: string | undefined;
  /** Needed with `model`, and an error without it. */
  readonly range?: RangeName | undefined;
  /**
   * The filter that resizes images for `model`, Pillow's if undefined; an error without `model`.
   */
  readonly resize?: ResizeName | undefined;
}

/**
 * Opens the built-in extractor, or a TensorFlow.js model of the user's. Throws UsageError for flags
 * that do not fit.
 */
export async function openExtractor({
  features,
  model,
  range,
  resize,
}: ExtractorChoice): Promise<FeatureExtractor> {
  if (model === undefined) {
    refuseWithoutModel({ '--extractor-range': range, '--extractor-resize': resize });
    return createMixed5Extractor({ features });
  }
  if (range === undefined) {
    throw new UsageError(
      `--extractor ${model} needs --extractor-range, the numbers it reads images in: ${RANGE_NAMES.join(', ')}`,
    );
  }
  const artifacts = await readArtifacts(model);
  const isGraph = artifacts.format === 'graph-model';
  const loaded = isGraph
    ? await loadGraphModel({ load: () => Promise.resolve(artifacts) })
    : await loadNetwork(artifacts);
  return createModelExtractor(loaded, {
    range: RANGES[range],
    ...(resize && { resize }),
    identity: JSON.stringify(artifacts.modelTopology),
  });
}

/** Refuses flags that have no effect on the built-in extractor, which knows how to read images. */
function refuseWithoutModel(flags: Readonly<Record<string, string | undefined>>): void {
  const [typed] = Object.entries(flags).filter(([, value]) => value !== undefined);
  if (!typed) return;
  throw new UsageError(
    `${typed.join(' ')} is for a network of yours: name its model.json with --extractor, or leave it out`,
  );
}

/** A TensorFlow.js model from files. */
async function readArtifacts(path: string): Promise<io.ModelArtifacts> {
  try {
    const json = JSON.parse(await readFile(path, 'utf8')) as io.ModelJSON;
    return await io.getModelArtifactsForJSON(json, async (manifest) => {
      const files = manifest.flatMap(({ paths }) => paths.map((name) => join(dirname(path), name)));
      const shards = await Promise.all(files.map((file) => readFile(file)));
      const bytes = new Uint8Array(Buffer.concat(shards));
      return [manifest.flatMap(({ weights }) => weights), bytes.buffer];
    });
  } catch (error) {
    throw new UsageError(
      `--extractor ${path} cannot be read (${(error as Error).message}); give the model.json of a TensorFlow.js model, its weights beside it`,
    );
  }
}
