import type { ConditionNoise } from '@stackgan/stage2';
import { exportOnnx } from '@stackgan/tfjs-backend-ort';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ownVersion } from '../shared/own-version.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import type { RunOptions } from '../run-directory/run-options.js';
import type { ExportPart } from './export-formats.js';

/** The networks of a part: both stages for the whole generator of Stage-II, otherwise one. */
export interface OnnxSource {
  readonly part: ExportPart;
  readonly models: readonly LayersModel[];
  readonly settings: RunOptions;
}

type Tensors = Record<string, tf.Tensor>;

const GENERATOR_OUTPUTS = ['image', 'mean', 'log_variance'];
const LOGITS = {
  1: ['conditional_logit'],
  2: ['conditional_logit', 'unconditional_logit'],
} as const;

/** One ONNX graph of a part with its weights. Needs the backend `ort`. */
export function writeOnnx({ part, models, settings }: OnnxSource): Uint8Array {
  const [first, second] = models as [LayersModel, LayersModel?];
  const { inputs, body } = second ? bothStages(first, second) : oneNetwork(first, part);
  const weights = Object.fromEntries(
    models.flatMap((model) =>
      model.weights.map((weight) => [`${model.name}/${weight.originalName}`, weight.read()]),
    ),
  );
  return exportOnnx(body, inputs, {
    weights,
    producer: { name: 'StackGAN.js', version: ownVersion() },
    description: `${models.map(({ name }) => name).join(' and ')} of StackGAN (arXiv 1612.03242)`,
    metadata: metadataOf(part, settings, Object.keys(inputs)),
  });
}

const shapeOf = (model: LayersModel, input: number): number[] =>
  (model.inputs[input]?.shape ?? []).slice(1).map((size) => size ?? 0);

const run = (model: LayersModel, inputs: tf.Tensor[]): tf.Tensor[] =>
  [model.apply(inputs, { training: false }) as tf.Tensor | tf.Tensor[]].flat();

/** Inputs and outputs of a single network. */
function oneNetwork(model: LayersModel, part: ExportPart) {
  const names = model.inputNames;
  return {
    inputs: Object.fromEntries(names.map((name, i) => [name, shapeOf(model, i)])),
    body: (given: Tensors): Tensors => {
      const results = run(
        model,
        names.map((name) => given[name]!),
      );
      const outputs =
        part === 'discriminator' ? LOGITS[results.length as 1 | 2] : GENERATOR_OUTPUTS;
      return Object.fromEntries(results.map((result, i) => [outputs[i]!, result]));
    },
  };
}

/** Stage-I and Stage-II in one graph: from embedding and all noise to both images. */
function bothStages(stage1: LayersModel, stage2: LayersModel) {
  return {
    inputs: {
      embedding: shapeOf(stage1, 0),
      latent: shapeOf(stage1, 2),
      stage1_epsilon: shapeOf(stage1, 1),
      stage2_epsilon: shapeOf(stage2, 2),
    },
    body: ({ embedding, latent, stage1_epsilon, stage2_epsilon }: Tensors): Tensors => {
      const [sketch] = run(stage1, [embedding!, stage1_epsilon!, latent!]);
      const [image] = run(stage2, [sketch!, embedding!, stage2_epsilon!]);
      return { image: image!, stage1_image: sketch! };
    },
  };
}

/** The distribution of a noise vector, in words. */
const DRAWN: Readonly<Record<ConditionNoise, string>> = {
  normal: 'drawn from N(0, 1)',
  truncated: 'drawn from N(0, 1), numbers beyond -2 and 2 drawn again',
  none: '0',
};

/** Description of the noise inputs for programs that run the graph; undefined if there are none. */
function noiseText(part: ExportPart, settings: RunOptions, inputs: readonly string[]) {
  const { stage1, stage2 } = noiseOfRun(settings);
  const isStage1 = part === 'stage1' || settings.options.stage === 1;
  const sources: Readonly<Record<string, ConditionNoise>> = {
    latent: 'normal',
    epsilon: isStage1 ? stage1 : stage2,
    stage1_epsilon: stage1,
    stage2_epsilon: stage2,
  };
  const drawn = inputs.flatMap((name) => {
    const source = sources[name];
    if (source === undefined) return [];
    const ofMean = source === 'none' || name === 'latent' ? '' : ' (0 gives the mean condition)';
    return [`${name} is ${DRAWN[source]}${ofMean}`];
  });
  return drawn.length > 0 ? drawn.join('; ') : undefined;
}

function metadataOf(part: ExportPart, settings: RunOptions, inputs: readonly string[]) {
  const { options, dataset, encoder } = settings;
  const noise = noiseText(part, settings, inputs);
  return {
    part,
    stage: String(options.stage),
    images: 'float32 [N, height, width, RGB], values from -1 to 1',
    ...(noise !== undefined && { noise }),
    encoder: encoder.name,
    encoder_hash: encoder.hash,
    encoder_dimension: String(encoder.dimension),
    dataset: dataset.name,
    dataset_licence: dataset.licence,
  };
}
