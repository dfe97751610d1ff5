import type { RunOptions } from './run-options.js';

/** README.md of a snapshot: what it is, what it learned from, how to use it. */
export function modelCard({
  settings: { options, dataset, encoder },
  step,
  parameters,
  origin,
}: {
  settings: RunOptions;
  step: number;
  parameters: number;
  /** Where weights come from that were not trained here. */
  origin?: string;
}): string {
  const { network, batch } = options;
  const size = options.stage === 1 ? 64 : options.network.imageSize;
  const images = step * batch.size;
  const training = origin
    ? `imported from ${origin}`
    : `trained on the data set "${dataset.name}"
for ${step.toLocaleString('en')} steps of ${batch.size} pictures (${images.toLocaleString('en')} in all)`;
  return `# StackGAN Stage-${options.stage === 1 ? 'I' : 'II'}, ${size}×${size}

A generator that draws ${size}×${size} pictures of captions, ${training}.

| | |
|---|---|
| method | StackGAN, arXiv 1612.03242 |
| generator | gf ${network.gf}, ${parameters.toLocaleString('en')} trainable parameters |
| text | ${encoder.name}, ${encoder.dimension} dimensions (hash ${encoder.hash.slice(0, 12)}) |
| data | ${dataset.name}, ${dataset.licence} |

Data: ${dataset.attribution}

## Use

\`\`\`sh
stackgan sample --run . --text "a smiling face with sunglasses"
\`\`\`

The folders hold TensorFlow.js layers models (\`model.json\`, \`weights.bin\`): \`generator-average\` is
the moving average to draw with, \`generator\` and \`discriminator\` are the networks as trained.
\`options.json\` holds every option of the run.

## Limits

It knows only what the data set shows, and English. Its pictures are rough; do not take them for
facts about anybody or anything.
`;
}
