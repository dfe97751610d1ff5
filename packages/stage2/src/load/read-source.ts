import type { WebRequestOptions } from '@stackgan/formats';
import type { io } from '@tensorflow/tfjs-core';
import type { ConditionNoise, StageNoise } from '../drawing/condition-noise.js';
import { ModelSourceError } from './load-errors.js';
import { locate } from './model-store.js';
import { openStore } from './open-store.js';
import type { EncoderIdentity } from '@stackgan/text';
import { readModelIndex } from './read-model-index.js';
import { readNetworks } from './read-networks.js';
import type { StackGANSource } from './stackgan-source.js';

/** A model's files in memory. */
export interface SourceFiles {
  /** Where they came from, for messages. */
  readonly name: string;
  readonly stage1: io.ModelArtifacts;
  /** Undefined if there is no Stage-II. */
  readonly stage2: io.ModelArtifacts | undefined;
  /** Where each network came from, for messages. */
  readonly places: { readonly stage1: string; readonly stage2: string };
  /** Undefined if the source does not say. */
  readonly encoder: EncoderIdentity | undefined;
  readonly conditionNoise: ConditionNoise | StageNoise;
}

/** Reads the generators of `source`; throws ModelSourceError. */
export async function readSource(
  source: StackGANSource,
  request: WebRequestOptions,
  options: { signal: AbortSignal | undefined; onFraction: (done: number) => void },
): Promise<SourceFiles> {
  if (typeof source === 'object' && 'stage1' in source) {
    const [stage1, stage2] = await Promise.all([
      read(source.stage1),
      source.stage2 && read(source.stage2),
    ]);
    options.onFraction(1);
    const name = 'the model of these handlers';
    const { conditionNoise = 'normal' } = source;
    const places = { stage1: name, stage2: name };
    return { name, stage1, stage2, places, encoder: undefined, conditionNoise };
  }
  const store = openStore(source, request);
  const index = await readModelIndex(store, options);
  const { stage1, stage2, encoder, conditionNoise = 'normal' } = index;
  if (stage1 === undefined) {
    throw new ModelSourceError(
      'wrongStage',
      locate(store),
      `${locate(store)} has no Stage-I generator, without which nothing is drawn; give a snapshot, ` +
        'or what `stackgan export --part generator` writes of one',
    );
  }
  const folders = stage2 === undefined ? [stage1] : [stage1, stage2];
  const [first, second] = await readNetworks(store, folders, options);
  return {
    ...{ name: locate(store), stage1: first!, stage2: second, encoder, conditionNoise },
    places: { stage1: locate(store, stage1), stage2: locate(store, stage2) },
  };
}

async function read(handler: io.IOHandler): Promise<io.ModelArtifacts> {
  if (handler.load) return handler.load();
  throw new ModelSourceError(
    'unreachable',
    'an IOHandler',
    'an IOHandler has no load(); give one that reads',
  );
}
