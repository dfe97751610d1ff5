// node draw.js <caption> <PNG file> <model: a package, a folder or a web address>
import { writeFile } from 'node:fs/promises';
import '@tensorflow/tfjs-backend-wasm';
import { loadStackGAN } from '@stackgan/stage2';

const [caption, file, model] = process.argv.slice(2);
const stackgan = await loadStackGAN(model ?? '@stackgan/model-avatars', { backend: 'wasm' });
const image = await stackgan.generate(caption ?? 'a person in a blue hoodie', { seed: 7 });
await writeFile(file ?? 'image.png', image.toPNG());
stackgan.dispose();
