import type { CheckedFiles, PublishedFile } from './checked-files.js';

/** Texts with a caption per line, or the Torch7 files that `readTorchCaptions` reads. */
export type CaptionForm = '.txt' | '.t7';

/** A folder with a file of captions per image, at `<class>/<image>` and its ending. */
export interface CaptionFolder extends PublishedFile {
  readonly ending: CaptionForm;
}

/**
 * Where captions of Reed et al. may be: as texts in `text_c10` or `text`, or as Torch7 files in
 * `torchFolder`. `what` is their name in the READMEs that offer them.
 */
export function captionFolders(what: string, torchFolder: string): readonly CaptionFolder[] {
  const torch = `README of reedscot/icml2016 on GitHub, "${what}" in Torch format`;
  const from = `the captions of Reed et al.: README of reedscot/cvpr2016 on GitHub, "${what}"; or, as ${torchFolder}, ${torch}`;
  return [
    { path: 'text_c10', ending: '.txt', from },
    { path: 'text', ending: '.txt', from },
    { path: torchFolder, ending: '.t7', from },
  ];
}

/**
 * The folder to read captions from, the first one if there is none; and a notice if others are there.
 * Torch7 files come first, since they hold embeddings, unless there are embeddings already.
 */
export async function findCaptions(
  files: CheckedFiles,
  places: readonly CaptionFolder[],
  isEmbedded: boolean,
): Promise<{ place: CaptionFolder; notices: string[] }> {
  const there: CaptionFolder[] = [];
  for (const place of places) if (await files.folder.exists(place.path)) there.push(place);
  const torch = there.find(({ ending }) => ending === '.t7');
  const place = (isEmbedded ? undefined : torch) ?? there[0] ?? places[0]!;
  const others = there.filter((other) => other !== place).map(({ path }) => path);
  const notice = `not read: ${others.join(' and ')}, because the captions are those of ${place.path}`;
  return { place, notices: others.length > 0 ? [notice] : [] };
}
