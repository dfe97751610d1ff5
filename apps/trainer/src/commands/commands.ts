import type { Commands } from '../cli/command-arguments.js';
import type { Context } from '../shared/context.js';

/** The commands; each is loaded when called, so that --help need not wait for TensorFlow.js. */
export const createCommands = (context: Context): Commands => ({
  prepare: async (given) => (await import('./prepare.js')).prepare(given, context),
  train: async (given) => (await import('./train.js')).train(given, context),
  showProfile: async (given) => (await import('./profile.js')).showProfile(given, context),
  sample: async (given) => (await import('./sample.js')).sample(given, context),
  import: async (given) => (await import('./import.js')).importRun(given, context),
  export: async (given) => (await import('./export.js')).exportRun(given, context),
  evaluate: async (given) => (await import('./evaluate.js')).evaluate(given, context),
  trainClassifier: async (given) =>
    (await import('./train-classifier.js')).trainClassifier(given, context),
  humanStudy: async (given) => (await import('./human-study.js')).humanStudy(given, context),
  ablate: async (given) => (await import('./ablate.js')).ablate(given, context),
  doctor: async () => context.console.line(await (await import('./doctor.js')).doctor()),
  start: async (given) => (await import('./start.js')).start(given, context),
});
