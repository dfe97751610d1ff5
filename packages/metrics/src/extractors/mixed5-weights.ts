import type { io } from '@tensorflow/tfjs-core';
import { MetricError } from '../shared/metric-error.js';

/** The files of the trunk's weights: `mixed5.json` and `mixed5.bin`. */
export interface Mixed5Weights {
  /** Names, shapes and quantisation, in the order of the bytes. */
  readonly manifest: readonly io.WeightsManifestEntry[];
  /** One byte a weight. */
  readonly bytes: Uint8Array;
}

const NAMES = ['mixed5.json', 'mixed5.bin'] as const;

/**
 * The weights that this package carries, in Node. Throws {@link MetricError} elsewhere, or if
 * they are missing.
 */
export async function readMixed5Weights(): Promise<Mixed5Weights> {
  // Asked of `process` rather than imported, so that a bundle for browsers holds no Node module.
  const node = globalThis.process as NodeJS.Process | undefined;
  if (typeof node?.getBuiltinModule !== 'function') {
    throw new MetricError(
      'model',
      'No Node here to read the weights with; pass { loadWeights: () => fetchMixed5Weights(url) }',
    );
  }
  const { createRequire } = node.getBuiltinModule('node:module');
  const { readFile } = node.getBuiltinModule('node:fs/promises');
  // The CommonJS build has no `import.meta`, but `__filename`.
  const { url = __filename } = import.meta as Partial<ImportMeta>;
  const { resolve } = createRequire(url);
  return fromFiles(async (name) => {
    try {
      return new Uint8Array(await readFile(resolve(`@stackgan/metrics/weights/${name}`)));
    } catch (cause) {
      throw new MetricError('model', `Cannot read ${name} of @stackgan/metrics; install it again`, {
        cause,
      });
    }
  });
}

/**
 * The same by HTTP, for browsers: `baseUrl` is the folder `weights` of this package, 5.2 MB. Throws
 * {@link MetricError} for what cannot be fetched.
 */
export async function fetchMixed5Weights(baseUrl: string): Promise<Mixed5Weights> {
  const folder = baseUrl.replace(/\/*$/u, '/');
  return fromFiles(async (name) => {
    const address = folder + name;
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`status ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      const why = `${address} cannot be read: ${(cause as Error).message}`;
      throw new MetricError(
        'model',
        `${why}; serve the folder weights of @stackgan/metrics there`,
        {
          cause,
        },
      );
    }
  });
}

async function fromFiles(read: (name: string) => Promise<Uint8Array>): Promise<Mixed5Weights> {
  const [manifest, bytes] = await Promise.all(NAMES.map(read));
  try {
    const text = new TextDecoder().decode(manifest);
    return { manifest: JSON.parse(text) as Mixed5Weights['manifest'], bytes: bytes! };
  } catch (cause) {
    throw new MetricError('model', `${NAMES[0]} is not JSON; is it of @stackgan/metrics?`, {
      cause,
    });
  }
}
