import { type RunOptions, UNKNOWN } from './run-options.js';

/** Licences, with the names that model hubs use for them. */
const HUB_LICENCES: ReadonlyMap<string, string> = new Map([
  ['mit', 'mit'],
  ['apache-2.0', 'apache-2.0'],
  ['cc0', 'cc0-1.0'],
  ['cc0-1.0', 'cc0-1.0'],
  ['cc-by-4.0', 'cc-by-4.0'],
  ['cc-by-sa-4.0', 'cc-by-sa-4.0'],
  ['cc-by-nc-4.0', 'cc-by-nc-4.0'],
]);

/**
 * The YAML head of a model card, in the terms of the Hugging Face Hub
 * (https://huggingface.co/docs/hub/model-cards). A licence that hubs have no name for is `other`.
 */
export function cardFrontMatter({ dataset, options }: RunOptions): string {
  const licence = HUB_LICENCES.get(dataset.licence.toLowerCase());
  const isKnown = dataset.name !== UNKNOWN;
  // A JSON string is valid YAML, whatever it contains.
  const text = (value: string) => JSON.stringify(value);
  return `---
license: ${licence ?? 'other'}
${licence ? '' : `license_name: ${slug(dataset.licence)}\n`}language:
  - en
library_name: stackgan
pipeline_tag: text-to-image
tags:
  - stackgan
  - gan
  - text-to-image
  - tensorflow.js
  - stage-${options.stage}
${isKnown ? `datasets:\n  - ${text(dataset.name)}\n` : ''}---
`;
}

/** Lower case, digits and dashes, as hubs require. */
const slug = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || UNKNOWN;
