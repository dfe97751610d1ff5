import { optionLeaves } from '../options/option-leaves.js';
import { resolvePrepareOptions } from '../options/prepare-options.js';
import { stageSchemas } from '../options/train-options.js';
import { stackganPresets } from '../presets/find-preset.js';
import { type Choice, type DataChoice, discrepancies, type Fixed } from './discrepancies.js';
import type { ProfileValues } from './network-options.js';
import type { ProfileName } from './profile-names.js';

/** A row as text. A point with several options has several parts. */
export interface ProfileRow {
  readonly number: string;
  readonly topic: string;
  /** `fixed` where there is no option. */
  readonly options: readonly { path: string; value: string; ours: string }[];
  readonly source: string;
}

/** All points on which the sources differ, with the choices of `profile`. */
export const profileRows = (profile: ProfileName): ProfileRow[] =>
  discrepancies.map((each) => ({
    number: String(each.number ?? '-'),
    topic: each.topic,
    options: partsOf(each, profile),
    source: each.source[profile],
  }));

function partsOf(each: Choice | DataChoice | Fixed, profile: ProfileName) {
  if ('options' in each) return choices(each, profile);
  return 'preparation' in each ? dataChoices(each, profile) : [fixed(each, profile)];
}

const choices = ({ options }: Choice, profile: ProfileName) =>
  Object.entries(options).map(([path, values]) => ({
    path,
    value: stagesText(values[profile]),
    ours: ourDefault(path),
  }));

const dataChoices = ({ preparation }: DataChoice, profile: ProfileName) =>
  Object.entries(preparation).map(([path, values]) => ({
    path,
    value: String(values[profile]),
    ours: String(valueAt({ preprocessing: resolvePrepareOptions({}) }, path)),
  }));

const fixed = ({ values, ours }: Fixed, profile: ProfileName) => ({
  path: 'fixed',
  value: values[profile],
  ours,
});

/** `50 / 100`, or one value where the stages agree or only one has the option. */
function stagesText(values: ProfileValues[ProfileName]): string {
  const texts = [...new Set(values.filter((value) => value !== undefined).map(String))];
  return texts.join(' / ');
}

/** The value of our presets, if they agree, whatever the data set knows. */
function ourDefault(path: string): string {
  const perStage = ([1, 2] as const).map((stage) => {
    const isKnown = optionLeaves(stageSchemas[stage]).some((leaf) => leaf.path === path);
    const values = stackganPresets
      .filter(({ options }) => options.stage === stage)
      .flatMap(({ options, withoutAttributes = {} }) => [
        valueAt(options, path),
        ...(path in withoutAttributes ? [withoutAttributes[path]] : []),
      ]);
    const [first] = values;
    if (!isKnown) return undefined;
    return values.every((value) => value === first) ? first : BY_PRESET;
  });
  return perStage.includes(BY_PRESET) ? BY_PRESET : stagesText(perStage as [unknown, unknown]);
}

const BY_PRESET = 'by preset';

const valueAt = (options: object, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], options);

const WIDTHS = [2, 15, 29, 14, 14, 21] as const;

/**
 * The output of `stackgan profile show`: the table, then the points without an option and why; 100
 * columns wide.
 */
export function profileText(profile: ProfileName): string {
  const heading = ['#', 'topic', 'option', profile, 'our default', 'source'];
  const rows = profileRows(profile).flatMap(({ number, topic, options, source }) => {
    const column = (key: 'path' | 'value' | 'ours') => options.map((option) => option[key]);
    return tableLines([
      [number],
      [topic],
      column('path'),
      column('value'),
      column('ours'),
      [source],
    ]);
  });
  const reasons = discrepancies.flatMap((each) =>
    'reason' in each ? wrap(`${each.number}: ${each.reason}.`, 96, '   ') : [],
  );
  return [
    ...tableLines(heading.map((text) => [text])),
    WIDTHS.map((width) => '-'.repeat(width)).join(' '),
    ...rows,
    '',
    'a / b: Stage-I / Stage-II. T: hanzhanggit/StackGAN 5db79d0; P: hanzhanggit/StackGAN-Pytorch',
    'e72ef88, its COCO configuration; numbers alone: sections of the paper, arXiv 1612.03242 v2.',
    'Where a source is silent, the profile has our default. preprocessing.* are options of `prepare`,',
    'the others of `train`.',
    '',
    'Fixed, because',
    ...reasons,
  ].join('\n');
}

/** The lines of one row. A cell is a list of texts, each of which starts a line. */
function tableLines(cells: readonly (readonly string[])[]): string[] {
  // Texts of the three option columns stay side by side.
  const wrapped = cells.map((texts, column) =>
    texts.map((text) => wrap(text, WIDTHS[column] ?? 0)),
  );
  const parts = Math.max(...wrapped.map((texts) => texts.length));
  const heights = Array.from({ length: parts }, (_, part) =>
    Math.max(
      ...wrapped
        .filter((texts) => texts.length > 1 || parts === 1)
        .map((texts) => texts[part]?.length ?? 0),
    ),
  );
  const columns = wrapped.map((texts) =>
    texts.length === 1
      ? (texts[0] ?? [])
      : texts.flatMap((lines, part) =>
          Array.from({ length: heights[part] ?? 0 }, (_, line) => lines[line] ?? ''),
        ),
  );
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((lines, column) => (lines[line] ?? '').padEnd(WIDTHS[column] ?? 0))
      .join(' ')
      .trimEnd(),
  );
}

/** Breaks text at spaces, and long paths after a slash. */
function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap((each) => splitPath(each, width))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(lines.length === 0 ? word : indent + word);
    }
  }
  return lines;
}

function splitPath(word: string, width: number): string[] {
  const slash = word.lastIndexOf('/', width - 1);
  if (word.length <= width || slash < 0) return [word];
  return [word.slice(0, slash + 1), ...splitPath(word.slice(slash + 1), width)];
}
