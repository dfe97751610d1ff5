import { readFile } from 'node:fs/promises';
import { type FormatError, type HostTensor, readNpy, readSafetensors } from '@stackgan/formats';
import type { EncoderIdentity, LoadedCaptionEncoder } from '@stackgan/text';
import { UsageError } from '../shared/errors.js';

/** The tensor of a safetensors file of embeddings. */
const NAME = 'embeddings';

/** Embeddings in place of captions: an encoder of the captions `embedding 0`, `embedding 1` … */
export interface GivenEmbeddings {
  readonly captions: readonly string[];
  readonly encoder: LoadedCaptionEncoder;
}

/**
 * Reads [N, T] numbers: the array of a `.npy` file, or the tensor `embeddings` of a safetensors
 * file. They must come from the encoder `trainedOn` of a run, which the file cannot prove. Throws
 * UsageError if they are missing or T is not that of the run.
 */
export async function readEmbeddings(
  file: string,
  trainedOn: Required<EncoderIdentity>,
): Promise<GivenEmbeddings> {
  const { dimension } = trainedOn;
  const size = `[N, ${dimension}]`;
  const wanted = `give floats ${size} in a .npy file, or a safetensors file with a float32 tensor ${NAME} ${size}`;
  const { shape, data, dtype } = await readTensor(file, wanted);
  const [count = 0] = shape;
  if (dtype !== 'float32' || shape.length !== 2 || shape[1] !== dimension || count === 0) {
    throw new UsageError(`--embeddings ${file}: ${NAME} is ${dtype} [${shape.join()}]; ${wanted}`);
  }
  if (!data.every(Number.isFinite)) {
    throw new UsageError(`--embeddings ${file}: ${NAME} holds NaN or infinity; ${wanted}`);
  }
  const captions = Array.from({ length: count }, (_, index) => `embedding ${index}`);
  const embed = (asked: readonly string[]) => {
    const values = asked.flatMap((caption) => {
      const start = captions.indexOf(caption) * dimension;
      return [...data.subarray(start, start + dimension)];
    });
    return Promise.resolve(Float32Array.from(values));
  };
  return { captions, encoder: { ...trainedOn, embed, dispose: () => undefined } };
}

async function readTensor(file: string, wanted: string): Promise<HostTensor> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`--embeddings ${file} cannot be read; ${wanted}`);
  });
  try {
    if (file.toLowerCase().endsWith('.npy')) return readNpy(bytes);
    const { tensors } = readSafetensors(bytes);
    const tensor = tensors[NAME];
    if (tensor) return tensor;
    const names = Object.keys(tensors).slice(0, 5).join(', ') || 'nothing';
    throw new UsageError(`--embeddings ${file} holds ${names}; ${wanted}`);
  } catch (error) {
    if ((error as FormatError).name !== 'FormatError') throw error;
    throw new UsageError(`--embeddings ${file}: ${(error as FormatError).reason}; ${wanted}`);
  }
}
