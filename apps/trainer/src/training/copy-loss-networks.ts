import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openDataset, type PreparedInfo } from '@stackgan/data';
import { exists } from '../files/exists.js';
import type { TrainOptions } from '../options/train-options.js';
import {
  ATTRIBUTES_FOLDER,
  findSnapshot,
  MATCHING_FOLDER,
} from '../run-directory/run-directory.js';
import { needsMatching } from './open-matching.js';
import type { Pretrained } from './pretrained.js';

/** Stage-II uses the loss networks and text codes of its Stage-I, the run or snapshot `stage1`. */
export async function copyStage1Losses(
  options: TrainOptions,
  stage1: string,
  run: string,
): Promise<void> {
  const from = dirname(await findSnapshot(stage1));
  if (needsMatching({ options })) await copyNetwork(from, run, MATCHING_FOLDER);
  if (options.loss.attributeWeight > 0) await copyNetwork(from, run, ATTRIBUTES_FOLDER);
}

/**
 * A run with pretrained networks uses the loss networks of the run that these come from; that of
 * the attribute loss only if `info` has the attributes that it was trained on.
 */
export async function copyPretrainedLosses(
  options: TrainOptions,
  pretrained: Required<Pretrained>['run'],
  run: string,
  info: PreparedInfo,
): Promise<void> {
  if (needsMatching({ options })) await copyNetwork(pretrained.path, run, MATCHING_FOLDER);
  if (options.loss.attributeWeight > 0 && (await hasSameAttributes(pretrained.data, info))) {
    await copyNetwork(pretrained.path, run, ATTRIBUTES_FOLDER);
  }
}

/** Whether the data set in the folder `data` is there and has the attributes of `info`. */
async function hasSameAttributes(data: string, info: PreparedInfo): Promise<boolean> {
  const dataset = await openDataset(data).catch(() => undefined);
  await dataset?.close();
  return JSON.stringify(dataset?.info.attributes) === JSON.stringify(info.attributes);
}

/** Copies a loss network unless there is none, or the run has one. */
async function copyNetwork(from: string, run: string, folder: string): Promise<void> {
  if (!(await exists(join(from, folder))) || (await exists(join(run, folder)))) return;
  await cp(join(from, folder), join(run, folder), { recursive: true });
}
