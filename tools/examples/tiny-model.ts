/**
 * `tiny-model.ts <folder>` writes an untrained StackGAN with fixed weights for the sentence
 * encoder, in the format of `stackgan export --format tfjs`.
 */
import '@tensorflow/tfjs-backend-cpu';
import { createStage1Generator } from '@stackgan/stage1';
import { createStage2Generator, MODEL_INDEX_FILE, modelIndexText } from '@stackgan/stage2';
import { loadSentenceEncoder } from '@stackgan/text';
import { saveModel } from '../../apps/trainer/src/run-directory/model-files.js';
import { writeFolderAtomically } from '../../apps/trainer/src/files/write-atomically.js';
import { withContrast } from '../../apps/trainer/src/testing/with-contrast.js';

const [, , folder = 'model'] = process.argv;
const encoder = await loadSentenceEncoder();
const { name, dimension, hash } = encoder;
const sizes = { gf: 4, textDim: encoder.dimension, conditionDim: 8, seed: 1 };
const stage1 = withContrast(createStage1Generator({ latentDim: 8, ...sizes }));
const stage2 = withContrast(createStage2Generator({ imageSize: 128, residualBlocks: 1, ...sizes }));
await writeFolderAtomically(folder, async (write) => {
  await saveModel(stage1, 'stage1', write);
  await saveModel(stage2, 'stage2', write);
  await write(
    MODEL_INDEX_FILE,
    modelIndexText({ stage1: 'stage1', stage2: 'stage2', encoder: { name, dimension, hash } }),
  );
});
