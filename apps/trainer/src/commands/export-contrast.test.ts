import { join } from 'node:path';
import { SeededRandom } from '@stackgan/random';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { loadModel } from '../run-directory/model-files.js';
import { quietContext, temporaryFolder } from '../testing/tiny.js';
import { untrainedSnapshot } from '../testing/untrained-snapshot.js';
import { registerAllLayers } from '../training/register-all-layers.js';
import { exportRun } from './export.js';

it('exports a discriminator that contrasts captions with its codes, and says that StackGAN-Pytorch has none', async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
  registerAllLayers();
  const folder = await temporaryFolder();
  const run = await untrainedSnapshot(join(folder, 'run'), {
    ...{ 'loss.contrastWeight': 2, 'network.textCode': true, 'network.textPath': 'embedding' },
  });
  const exported = async (format: 'onnx' | 'pth' | 'tfjs') => {
    const out = join(folder, format);
    const part = 'discriminator';
    await exportRun({ run, format, part, out, backend: 'auto' }, quietContext());
    return out;
  };
  await expect(exported('pth')).rejects.toThrow(/has nothing like .*contrastive_image\/kernel/);

  const random = new SeededRandom(1);
  const image = random.fillNormal(new Float32Array(2 * 64 * 64 * 3));
  const embedding = random.fillNormal(new Float32Array(2 * 4));
  const model = await loadModel(join(await exported('tfjs'), 'discriminator'));
  const inputs = [tf.tensor4d(image, [2, 64, 64, 3]), tf.tensor2d(embedding, [2, 4])];
  const expected = model.apply(inputs, { training: false }) as tf.Tensor[];

  const session = await InferenceSession.create(join(await exported('onnx'), 'discriminator.onnx'));
  const results = await session.run({
    image: new OrtTensor('float32', image, [2, 64, 64, 3]),
    embedding: new OrtTensor('float32', embedding, [2, 4]),
  });
  const names = ['conditional_logit', 'image_code', 'caption_code'];
  expect(Object.keys(results).sort()).toEqual([...names].sort());
  for (const [index, name] of names.entries()) {
    const [ours, theirs] = [expected[index]!.dataSync(), results[name]!.data as Float32Array];
    expect(theirs).toHaveLength(ours.length);
    ours.forEach((value, i) => expect(Math.abs(value - theirs[i]!)).toBeLessThan(1e-4));
  }
});
