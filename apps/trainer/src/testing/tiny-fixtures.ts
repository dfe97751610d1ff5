import { type DatasetSource, prepareDataset } from '@stackgan/data';
import { createModelExtractor, type FeatureExtractor } from '@stackgan/metrics';
import type { LoadedCaptionEncoder } from '@stackgan/text';
import { join } from 'node:path';
import * as tfl from '@tensorflow/tfjs-layers';
import sharp from 'sharp';
import type { OptionOverrides } from '../options/apply-overrides.js';

/** Embeds a caption as four numbers: its length and its first three characters, near 1. */
export const tinyEncoder: LoadedCaptionEncoder = {
  name: 'tiny',
  hash: 'tiny-hash-1',
  dimension: 4,
  embed: (captions) =>
    Promise.resolve(
      Float32Array.from(
        captions.flatMap((text) => [
          text.length / 10,
          ...[0, 1, 2].map((index) => ((text.charCodeAt(index) || 0) - 100) / 20),
        ]),
      ),
    ),
  dispose: () => undefined,
};

/** Prepares eight one-coloured images, six of them for training; returns the folder. */
export async function tinyDataset(
  folder: string,
  {
    encoder = tinyEncoder,
    count = 8,
    sizes = [64, 128],
    classes = 3,
    hasBoxes = false,
  }: {
    encoder?: LoadedCaptionEncoder;
    count?: number;
    sizes?: readonly number[];
    classes?: number;
    /** Whether the data set says where the object is; crops nothing. */
    hasBoxes?: boolean;
  } = {},
): Promise<string> {
  const outDir = join(folder, 'tiny');
  const source: DatasetSource = {
    name: 'tiny',
    licence: 'CC0',
    attribution: 'nobody',
    options: { crop: false, flip: false },
    examples: () =>
      Array.from({ length: count }, (_, index) => ({
        id: `p${index}`,
        class: `c${index % classes}`,
        captions: [`image ${index}`, `${index} again`],
        split: index % 4 === 3 ? ('test' as const) : ('train' as const),
        image: () => oneImage(index),
        ...(hasBoxes && { box: { x: index, y: 8, width: 40, height: 64 - 8 - index } }),
      })),
  };
  await prepareDataset({ source, outDir, encoder, sizes, preprocessing: { objectCrop: 0 } });
  return outDir;
}

const oneImage = (index: number): Promise<Uint8Array> =>
  sharp({
    create: {
      width: 64,
      height: 64,
      channels: 3,
      background: { r: (index * 30) % 256, g: 90, b: 200 },
    },
  })
    .png()
    .toBuffer();

/** Twelve features of images of 64×64: the mean colours of the four quarters. */
export const tinyExtractorModel = (): tfl.LayersModel =>
  tfl.sequential({
    layers: [
      tfl.layers.averagePooling2d({ inputShape: [64, 64, 3], poolSize: 32, strides: 32 }),
      tfl.layers.flatten(),
    ],
  });

/** The extractor of that model. */
export const tinyExtractor = (): Promise<FeatureExtractor> =>
  createModelExtractor(tinyExtractorModel(), { range: [-1, 1] });

const tinyCommon = {
  'batch.size': 2,
  'batch.captions': 1,
  'network.df': 1,
  'network.conditionDim': 3,
  // What the preset first learns from real images has tests of its own.
  ...{ 'network.conditionActivation': 'leakyRelu', 'network.textCode': false },
  ...{
    'loss.klWeight': 2,
    'loss.matchingWeight': 0,
    'loss.attributeWeight': 0,
    'loss.reconstructionWeight': 0,
    'schedule.adversarialFrom': 0,
  },
  'preview.captions': 2,
  'preview.latents': 1,
  'ticks.statistics': 1,
  'ticks.grids': 2,
  'ticks.snapshots': 4,
  'ticks.states': 2,
  steps: 4,
};

/** Overrides that make a quick-start preset small enough to train on the cpu backend. */
export const tinyOptions: { stage1: OptionOverrides; stage2: OptionOverrides } = {
  stage1: {
    ...tinyCommon,
    ...{ 'network.gf': 2, 'network.latentDim': 2, 'network.attributePrior': false },
  },
  stage2: {
    ...tinyCommon,
    'network.gf': 2,
    'network.imageSize': 128,
    'network.shortcut': false,
    'loss.colorWeight': 50,
    'ticks.statistics': 2,
    'ticks.snapshots': 2,
    steps: 2,
  },
};
