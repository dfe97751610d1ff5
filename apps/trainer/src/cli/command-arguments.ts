import type { ExtractorChoice } from '../evaluation/open-extractor.js';
import type { ExportFormat, ExportPart } from '../exchange/export-formats.js';
import type { OptionOverrides } from '../options/apply-overrides.js';

/** What each command got from its flags. */
export interface PrepareArguments {
  /** Undefined if not typed: a folder named after the data set. */
  readonly out: string | undefined;
  /** At most one of `avatars`, `emoji`, `folder` and `cub`; drawn portraits without. */
  readonly avatars: boolean;
  readonly emoji: boolean;
  /** Of portraits: how they are drawn, and how many to learn from; undefined if not typed. */
  readonly style: string | undefined;
  readonly count: number | undefined;
  /** Pictures with captions beside them. */
  readonly folder: string | undefined;
  /** Folder of CUB-200-2011. */
  readonly cub: string | undefined;
  readonly testClasses: string | undefined;
  readonly profile: string | undefined;
  readonly overrides: OptionOverrides;
  /** Sides of the pictures. */
  readonly sizes: readonly number[];
  readonly seed: number;
  readonly backend: string;
}
export interface TrainArguments {
  readonly outdir: string;
  /** Undefined if not typed: quick-start for a new run, the saved options for a resumed one. */
  readonly preset: string | undefined;
  /** What to follow where paper and reference codes differ; undefined for the preset's own choice. */
  readonly profile: string | undefined;
  readonly overrides: OptionOverrides;
  readonly resume: string | undefined;
  readonly backend: string;
  readonly dryRun: boolean;
}
export interface ProfileArguments {
  readonly name: string;
}
export interface SampleArguments {
  readonly run: string;
  readonly texts: readonly string[];
  readonly captions: string | undefined;
  readonly embeddings: string | undefined;
  readonly seeds: string;
  readonly meanOnly: boolean;
  /** Steps of a walk between two captions or seeds; at most one of `interpolate` and `nearest`. */
  readonly interpolate: number | undefined;
  /** How many training pictures to show beside each. */
  readonly nearest: number | undefined;
  /** With `nearest`; undefined for the run's own. */
  readonly data: string | undefined;
  readonly out: string;
  readonly backend: string;
}
export interface ImportArguments {
  readonly generator: string;
  readonly generatorKey?: string | undefined;
  readonly discriminator: string | undefined;
  readonly discriminatorKey?: string | undefined;
  readonly data: string | undefined;
  readonly out: string;
  readonly backend: string;
}
export interface ExportArguments {
  readonly run: string;
  readonly format: ExportFormat;
  readonly part: ExportPart;
  readonly out: string;
  readonly backend: string;
}
export interface EvaluateArguments extends ExtractorChoice {
  /** One of `run` and `images`. */
  readonly run: string | undefined;
  readonly images: string | undefined;
  /** Undefined for the run's own. */
  readonly data: string | undefined;
  /** Undefined for all that the pictures allow. */
  readonly metrics: string | undefined;
  readonly samples: number;
  readonly seed: number;
  readonly backend: string;
}
export interface TrainClassifierArguments extends ExtractorChoice {
  readonly data: string;
  readonly backend: string;
}
export interface HumanStudyArguments {
  /** Comma-separated; one of `runs` and `collect`. */
  readonly runs: string | undefined;
  /** File of what the one run draws, in place of held-out captions. */
  readonly sentences: string | undefined;
  /** Files of answers. */
  readonly collect: readonly string[] | undefined;
  readonly captions: number;
  readonly perCaption: number;
  /** Undefined for the first run's own. */
  readonly data: string | undefined;
  readonly seed: number;
  readonly out: string;
  readonly backend: string;
}
export interface AblateArguments {
  readonly data: string;
  readonly preset: string;
  /** Undefined for the preset's. */
  readonly steps1: number | undefined;
  readonly steps2: number | undefined;
  readonly seeds: number;
  readonly samples: number;
  readonly metrics: string;
  readonly outdir: string;
  /** Table 1 in place of Table 2. */
  readonly isTable1: boolean;
  readonly backend: string;
}
export interface StartArguments {
  readonly data: string;
  readonly outdir: string;
  readonly backend: string;
}

/** The commands that the program calls. */
export interface Commands {
  prepare(given: PrepareArguments): Promise<void>;
  train(given: TrainArguments): Promise<void>;
  showProfile(given: ProfileArguments): Promise<void>;
  sample(given: SampleArguments): Promise<void>;
  import(given: ImportArguments): Promise<void>;
  export(given: ExportArguments): Promise<void>;
  evaluate(given: EvaluateArguments): Promise<void>;
  trainClassifier(given: TrainClassifierArguments): Promise<void>;
  humanStudy(given: HumanStudyArguments): Promise<void>;
  ablate(given: AblateArguments): Promise<void>;
  doctor(): Promise<void>;
  start(given: StartArguments): Promise<void>;
}
