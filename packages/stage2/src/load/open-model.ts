import type { WebRequestOptions } from '@stackgan/formats';
import type { EncoderIdentity } from '@stackgan/text';
import type { io } from '@tensorflow/tfjs-core';
import type { ConditionNoise, StageNoise } from '../drawing/condition-noise.js';
import { ModelSourceError } from './load-errors.js';
import type { ModelIndex } from './model-index.js';
import { locate, type ModelStore } from './model-store.js';
import { openStore } from './open-store.js';
import type { EncoderPlace } from './read-encoder.js';
import { readModelIndex } from './read-model-index.js';
import { readNetworks } from './read-networks.js';
import type { StackGANHandlers, StackGANSource } from './stackgan-source.js';

/** A model whose description was read, and whose networks were not. */
export interface OpenModel {
  /** Where it is, for messages. */
  readonly name: string;
  /** The caption encoder that it was trained with; undefined if the source does not say. */
  readonly encoder: EncoderIdentity | undefined;
  /** Where the model brings it; undefined if it does not. */
  readonly ownEncoder: EncoderPlace | undefined;
  readonly conditionNoise: ConditionNoise | StageNoise;
  /** Reads the generators; throws ModelSourceError. */
  read(options: ReadModelOptions): Promise<ModelFiles>;
}

export interface ReadModelOptions {
  readonly signal: AbortSignal | undefined;
  /** Called with the share of the weights that arrived, 0 to 1. */
  readonly onFraction: (done: number) => void;
}

/** The generators of a model in memory. */
export interface ModelFiles {
  /** Where the model came from, for messages. */
  readonly name: string;
  readonly stage1: io.ModelArtifacts;
  /** Undefined if there is no Stage-II. */
  readonly stage2: io.ModelArtifacts | undefined;
  /** Where each network came from, for messages. */
  readonly places: { readonly stage1: string; readonly stage2: string };
}

/** Reads the `stackgan.json` of `source`, which handlers do not have; throws ModelSourceError. */
export async function openModel(
  source: StackGANSource,
  request: WebRequestOptions,
  signal?: AbortSignal,
): Promise<OpenModel> {
  if (typeof source === 'object' && 'stage1' in source) return openHandlers(source);
  const store = openStore(source, request);
  const name = locate(store);
  const index = await readModelIndex(store, { signal });
  const { stage1, stage2, conditionNoise = 'normal' } = index;
  if (stage1 === undefined) {
    throw new ModelSourceError(
      'wrongStage',
      name,
      `${name} has no Stage-I generator, without which nothing is drawn; give a snapshot, ` +
        'or what `stackgan export --part generator` writes of one',
    );
  }
  const places = { stage1: locate(store, stage1), stage2: locate(store, stage2) };
  return {
    ...{ name, conditionNoise, ...encoderOf(index, store) },
    async read(options) {
      const folders = stage2 === undefined ? [stage1] : [stage1, stage2];
      const [first, second] = await readNetworks(store, folders, options);
      return { name, places, stage1: first!, stage2: second };
    },
  };
}

/** The encoder that `stackgan.json` names, and where it is if that is in the model. */
function encoderOf(
  { encoder: named }: ModelIndex,
  store: ModelStore,
): Pick<OpenModel, 'encoder' | 'ownEncoder'> {
  if (named === undefined) return { encoder: undefined, ownEncoder: undefined };
  const { folder, ...encoder } = named;
  const { name } = encoder;
  return { encoder, ownEncoder: folder === undefined ? undefined : { store, folder, name } };
}

function openHandlers(source: StackGANHandlers): OpenModel {
  const name = 'the model of these handlers';
  const places = { stage1: name, stage2: name };
  return {
    ...{ name, encoder: undefined, ownEncoder: undefined },
    conditionNoise: source.conditionNoise ?? 'normal',
    async read({ onFraction }) {
      const [stage1, stage2] = await Promise.all([
        readHandler(source.stage1),
        source.stage2 && readHandler(source.stage2),
      ]);
      onFraction(1);
      return { name, places, stage1, stage2 };
    },
  };
}

async function readHandler(handler: io.IOHandler): Promise<io.ModelArtifacts> {
  if (handler.load) return handler.load();
  throw new ModelSourceError(
    'unreachable',
    'an IOHandler',
    'an IOHandler has no load(); give one that reads',
  );
}
