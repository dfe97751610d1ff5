import type { HostTensor } from '@stackgan/formats';
import { SeededRandom } from '@stackgan/random';
import { charCnnRnnShapes, type EncoderFiles, packCharCnnRnn } from '@stackgan/text';
import { index, type ServedModel } from './served-model.js';

/** Random weights, by their shapes. */
export function randomWeights(
  shapes: ReadonlyMap<string, readonly number[]>,
  seed: number,
): Record<string, HostTensor> {
  const random = new SeededRandom(seed);
  return Object.fromEntries(
    [...shapes].map(([name, shape]): [string, HostTensor] => {
      const length = shape.reduce((product, size) => product * size, 1);
      return [name, { dtype: 'float32', shape, data: random.fillNormal(new Float32Array(length)) }];
    }),
  );
}

/** The files of a tiny char-CNN-RNN to two numbers, which the networks of the served model read. */
export function charCnnRnnFiles(name: string, seed: number): Promise<EncoderFiles> {
  const sizes = { recurrent: 'gru', channels: [3, 4, 2], dimension: 2 } as const;
  const weights = randomWeights(charCnnRnnShapes(sizes), seed);
  return packCharCnnRnn({ name, source: 'a test', weights });
}

/** Writes the folder of an encoder into a served model. */
export async function writeEncoder(
  model: ServedModel,
  folder: string,
  files: EncoderFiles,
): Promise<void> {
  for (const name of ['encoder.json', 'weights.safetensors'] as const) {
    await model.write(`${folder}/${name}`, files[name]);
  }
}

/** Writes a Stage-I model whose `stackgan.json` names `encoder`. */
export async function writeSketcher(
  model: ServedModel,
  folder: string,
  encoder: object,
): Promise<void> {
  await model.copy('stage1', `${folder}/stage1`);
  const { format, stage1 } = index;
  await model.write(`${folder}/stackgan.json`, JSON.stringify({ format, stage1, encoder }));
}
