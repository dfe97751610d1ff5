import { io, util } from '@tensorflow/tfjs-core';
import type { WeightPrecision } from './export-formats.js';
import type { StoredWeights } from '../run-directory/model-files.js';

/** The normal numbers of float16 (IEEE 754 binary16). */
const SMALLEST_NORMAL = 2 ** -14;
const LARGEST = 65504;

/**
 * The most rounding error of uint8, root mean square, as a share of that of the weights. Kernels of
 * trained generators are at 0.004 to 0.02; the text code, whose largest weight is 80 times the root
 * mean square, is at 0.11, and changes images visibly.
 */
const MOST_NOISE = 1 / 32;

/**
 * Weights in fewer bits, as TensorFlow.js reads them back to float32: `quantization` in the
 * manifest. float16 changes no weight by more than 2^-11 of the largest of its tensor; uint8 by no
 * more than 1/510 of the range of its tensor, and a tensor for which that is too much becomes
 * float16. Tensors of rank 0 and 1 stay float32, since they are small and a moving variance must
 * not become 0; so does a tensor whose largest weight float16 cannot hold.
 */
export function quantiseWeights(precision: WeightPrecision, weights: StoredWeights): StoredWeights {
  if (precision === 'float32') return weights;
  const bytes = new Uint8Array(io.CompositeArrayBuffer.join([...weights.data]));
  let offset = 0;
  const stored = weights.specs.map((spec) => {
    const size = util.sizeFromShape(spec.shape) * util.bytesPerElement(spec.dtype as 'float32');
    const data = bytes.slice(offset, (offset += size)).buffer;
    if (spec.dtype !== 'float32' || spec.shape.length < 2) return { spec, data };
    const values = new Float32Array(data);
    const smaller = (precision === 'uint8' ? uint8(values) : undefined) ?? float16(values);
    if (smaller === undefined) return { spec, data };
    const { quantization } = smaller;
    return { spec: { ...spec, quantization }, data: smaller.data.buffer as ArrayBuffer };
  });
  return { specs: stored.map(({ spec }) => spec), data: stored.map(({ data }) => data) };
}

/** Undefined if float16 cannot hold the largest weight. */
function float16(values: Float32Array) {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isHeld = largest === 0 || (largest >= SMALLEST_NORMAL && largest <= LARGEST);
  if (!isHeld) return undefined;
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const quantization = { dtype: 'float16' as const, original_dtype: 'float32' };
  return {
    quantization,
    data: Uint16Array.from(bits, (each, index) => half(values[index]!, each)),
  };
}

/** The bits of a number as float16, rounded to nearest, half to even; `bits` are its float32. */
function half(value: number, bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (Math.abs(value) < SMALLEST_NORMAL) return sign | roundToEven(Math.abs(value) * 2 ** 24);
  // Rounding up may carry into the exponent, whose bias is 127 in float32 and 15 in float16.
  const rounded = (magnitude + 0xfff + ((magnitude >> 13) & 1)) >> 13;
  return sign | (rounded - ((127 - 15) << 10));
}

/**
 * 256 steps of equal size from the smallest to the largest weight; undefined if a few far larger
 * weights than the others make these steps too coarse.
 */
function uint8(values: Float32Array) {
  const min = values.reduce((least, value) => Math.min(least, value), Infinity);
  const max = values.reduce((most, value) => Math.max(most, value), -Infinity);
  // Of equal weights, any step does.
  const scale = (max - min) / 255 || 1;
  const squares = values.reduce((sum, value) => sum + value ** 2, 0);
  // A uniform error of at most half a step has the deviation step / √12.
  const isFine =
    min === max || scale / Math.sqrt(12) <= MOST_NOISE * Math.sqrt(squares / values.length);
  if (!isFine) return undefined;
  const quantization = { dtype: 'uint8' as const, original_dtype: 'float32', scale, min };
  return {
    quantization,
    data: Uint8Array.from(values, (each) => Math.round((each - min) / scale)),
  };
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const isUp = value - below > 1 / 2 || (value - below === 1 / 2 && below % 2 === 1);
  return isUp ? below + 1 : below;
}
