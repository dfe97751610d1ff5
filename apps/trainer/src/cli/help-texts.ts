import { presets } from '../presets/find-preset.js';

/** Below the flags of `ablate`. */
export const ABLATE_HELP = `
Stop it with Ctrl-C at any time; the same command goes on where it was.

On 2 CPU cores, preset quick-start, emoji set: 3 to 5 hours, and 1 to 2 hours with --steps1 1200 --steps2 600, of which one
stage at 256 takes half. docs/ablation.md says what each row is.`;

/** `quick-start or paper`. */
export const presetNames = () => [...new Set(presets.map(({ name }) => name))].join(' or ');

/** Below the flags of `train`: each preset, and what it costs. */
export function presetHelp(): string {
  const lines = presets.map(
    ({ name, options, description, cost }) =>
      `  ${`${name}, stage ${options.stage}`.padEnd(22)} ${description};\n${' '.repeat(25)}${cost}`,
  );
  return `\nPresets:\n${lines.join('\n')}`;
}
