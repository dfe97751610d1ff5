// node draw.js <folder or web address of a model> <caption> <PNG file>
import { writeFile } from 'node:fs/promises';
import '@tensorflow/tfjs-backend-wasm';
import { loadStackGAN } from '@stackgan/stage2';

const [model, caption, file] = process.argv.slice(2);
const stackgan = await loadStackGAN(model ?? 'model', { backend: 'wasm' });
const image = await stackgan.generate(caption ?? 'a small red bird', { seed: 7 });
await writeFile(file ?? 'image.png', image.toPNG());
stackgan.dispose();
