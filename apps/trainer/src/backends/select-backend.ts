import * as tf from '@tensorflow/tfjs-core';
import { BackendError, UsageError } from '../shared/errors.js';
import { suggestion } from '../options/nearest-name.js';
import { type BackendCandidate, backendCandidates } from './backend-candidates.js';
import { BACKEND_NAMES, type BackendName } from './backend-names.js';
import { UnusableBackendError } from './unusable-backend-error.js';

/** Whether a backend works on this machine; `reason` says why not. */
export interface BackendReport {
  readonly name: BackendName;
  readonly description: string;
  readonly works: boolean;
  readonly reason: string;
  readonly wayOut: string;
  /** Whether `auto` skips it. */
  readonly onlyByName?: boolean;
}

/**
 * Makes `choice` the current backend (for `auto`, the first one that works) and returns its report.
 */
export async function selectBackend(
  choice: string,
  candidates: readonly BackendCandidate[] = backendCandidates,
): Promise<BackendReport> {
  const known = ['auto', ...BACKEND_NAMES];
  if (!known.includes(choice)) {
    throw new UsageError(`unknown backend ${choice}${suggestion(choice, known)}`);
  }
  const asked = candidates.filter(({ name, onlyByName }) =>
    choice === 'auto' ? !onlyByName : name === choice,
  );
  const failures: BackendReport[] = [];
  for (const candidate of asked) {
    const report = await tryBackend(candidate);
    if (report.works) return report;
    failures.push(report);
  }
  const [first] = failures;
  if (choice !== 'auto' && first !== undefined) {
    throw new BackendError(
      `backend ${choice}: ${first.reason}; ${first.wayOut}, or --backend auto`,
    );
  }
  throw new BackendError('no backend works here; `stackgan doctor` says why');
}

/** Starts one backend and checks a gradient of a convolution on it. */
export async function tryBackend(candidate: BackendCandidate): Promise<BackendReport> {
  const { name, description, wayOut, onlyByName = false } = candidate;
  const common = { name, description, wayOut, onlyByName };
  tf.enableProdMode(); // No hints on the console, no checks of values.
  try {
    await candidate.activate();
    await checkConvolutionGradient();
    return { ...common, works: true, reason: 'works' };
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    const better = error instanceof UnusableBackendError ? { wayOut: error.wayOut } : {};
    return { ...common, ...better, works: false, reason };
  }
}

// d(sum of a 1×1 convolution of ones)/d(filter) is the number of pixels: 2 images × 3 × 3 = 18.
async function checkConvolutionGradient(): Promise<void> {
  await import('@tensorflow/tfjs-layers'); // registers the gradients
  const gradient = tf.tidy(() => {
    const images = tf.ones<tf.Rank.R4>([2, 3, 3, 1]);
    const loss = (filter: tf.Tensor) => tf.sum(tf.conv2d(images, filter as tf.Tensor4D, 1, 'same'));
    return tf.grad(loss)(tf.ones([1, 1, 1, 1]));
  });
  const [value] = await gradient.data();
  tf.dispose(gradient);
  if (value !== 18) throw new Error(`computes a wrong gradient (${String(value)} instead of 18)`);
}
