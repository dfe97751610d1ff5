import { type Command, Option } from 'commander';
import {
  RANGE_NAMES,
  type RangeName,
  RESIZE_NAMES,
  type ResizeName,
} from '../options/metric-names.js';
import type { ExtractorChoice } from '../evaluation/open-extractor.js';

/** The flags of {@link addExtractorFlags}, as commander reads them. */
interface ExtractorFlags {
  readonly features: string;
  readonly extractor?: string;
  readonly extractorRange?: RangeName;
  readonly extractorResize?: ResizeName;
}

/** The flags of a command whose arguments include an extractor. */
export type FlagsOf<Given extends ExtractorChoice> = Omit<Given, keyof ExtractorChoice> &
  ExtractorFlags;

/** Adds the flags that choose the network for the features of images. */
export const addExtractorFlags = (command: Command): Command =>
  command
    .addOption(
      new Option('--features <number>', 'number of features of the built-in extractor')
        .choices(['64', '192', '768'])
        .default('768'),
    )
    .option('--extractor <file>', 'another extractor: model.json of a TensorFlow.js model')
    .addOption(
      new Option(
        '--extractor-range <range>',
        'range of the pixel values that the model reads',
      ).choices(RANGE_NAMES),
    )
    .addOption(
      new Option(
        '--extractor-resize <filter>',
        `filter that brings images to the size of the model, ${RESIZE_NAMES[0]} if not given`,
      ).choices(RESIZE_NAMES),
    );

/** All flags of a command, with those of the extractor replaced by the choice that they make. */
export function withExtractor<Flags extends ExtractorFlags>({
  features,
  extractor: model,
  extractorRange: range,
  extractorResize: resize,
  ...others
}: Flags): Omit<Flags, keyof ExtractorFlags> & ExtractorChoice {
  return {
    ...others,
    features: Number(features) as ExtractorChoice['features'],
    ...{ model, range, resize },
  };
}
