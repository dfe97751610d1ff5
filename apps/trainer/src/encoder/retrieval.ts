import type { Rows } from '@stackgan/metrics';
import { SeededRandom } from '@stackgan/random';

/** Images of a pool, as in R-precision. */
const POOL = 100;
/** The most images that are looked at for a class, as Reed et al. do. */
const FIRST = 50;

/** Held-out images and captions in one space. */
export interface RetrievalInput {
  readonly images: Rows;
  readonly captions: Rows;
  /** The row of each caption's image. */
  readonly imageOf: readonly number[];
  /** Of each image. */
  readonly classOf: readonly number[];
}

/** Shares from 0 to 1. */
export interface Retrieval {
  /** Captions for which their own image comes first among those of a pool. */
  readonly own1: number;
  /** Captions for which it is among the first five. */
  readonly own5: number;
  /** AP@50, if there are classes: see {@link classRetrieval}. */
  readonly classPrecision?: number;
  /** Images whose class has the mean caption that fits best, if there are classes. */
  readonly classTop?: number;
}

/** How well captions find images by the dot product. */
export const retrieval = (input: RetrievalInput): Retrieval => ({
  ...ownRetrieval(input),
  ...(hasClasses(input.classOf) && classRetrieval(input)),
});

/** What guessing gives. */
export function chanceOf({ classOf }: Pick<RetrievalInput, 'classOf'>): Retrieval {
  const pool = poolSize(classOf.length);
  const share = 1 / new Set(classOf).size;
  return {
    own1: 1 / pool,
    own5: Math.min(1, 5 / pool),
    ...(hasClasses(classOf) && { classPrecision: share, classTop: share }),
  };
}

/** Images that a caption chooses from: 100, or all if there are fewer. */
export const poolSize = (images: number): number => Math.min(POOL, images);

/** Whether there are two classes, and one of several images. */
function hasClasses(classOf: readonly number[]): boolean {
  const { size } = new Set(classOf);
  return size > 1 && size < classOf.length;
}

/** Images are put into pools at random; those of an incomplete last pool are left out. */
function ownRetrieval({ images, captions, imageOf, classOf }: RetrievalInput): Retrieval {
  const pool = poolSize(classOf.length);
  const order = new SeededRandom(0).shuffle(Array.from(classOf.keys()));
  const captionsOf = classOf.map((): number[] => []);
  for (const [caption, image] of imageOf.entries()) captionsOf[image]!.push(caption);
  const shares: [number, number][] = [];
  for (let first = 0; first + pool <= order.length; first += pool) {
    const members = order.slice(first, first + pool);
    for (const own of members) {
      for (const caption of captionsOf[own]!) {
        const score = (image: number) => dot(images, image, captions, caption);
        const best = score(own);
        const others = members.map(score);
        const greater = others.filter((value) => value > best).length;
        const equal = others.filter((value) => value === best).length;
        // Of equally good images any may be first.
        const within = (count: number) => Math.min(1, Math.max(0, (count - greater) / equal));
        shares.push([within(1), within(5)]);
      }
    }
  }
  return { own1: mean(shares.map(([one]) => one)), own5: mean(shares.map(([, five]) => five)) };
}

/**
 * As in Reed et al. 2016 (arXiv 1605.05395), a class is the mean of the captions of its images.
 * AP@50 is the share of its images among the 50 that fit it best, or among as many as it has if it
 * has fewer; the mean over classes.
 */
function classRetrieval({ images, captions, imageOf, classOf }: RetrievalInput) {
  const classes = [...new Set(classOf)];
  const { width } = captions;
  const means = { data: new Float64Array(classes.length * width), width };
  for (const [caption, image] of imageOf.entries()) {
    const to = classes.indexOf(classOf[image]!) * width;
    for (let i = 0; i < width; i++) means.data[to + i]! += captions.data[caption * width + i]!;
  }
  for (const [at, id] of classes.entries()) {
    const count = imageOf.filter((image) => classOf[image] === id).length;
    for (let i = 0; i < width; i++) means.data[at * width + i]! /= count;
  }
  const scores = classes.map((_, at) => classOf.map((_, image) => dot(images, image, means, at)));
  const precisions = classes.map((id, at) => {
    const ranked = Array.from(classOf.keys()).sort((a, b) => scores[at]![b]! - scores[at]![a]!);
    const shown = Math.min(FIRST, classOf.filter((other) => other === id).length);
    return mean(ranked.slice(0, shown).map((image) => Number(classOf[image] === id)));
  });
  const hits = classOf.map((id, image) => {
    const best = Math.max(...scores.map((ofClass) => ofClass[image]!));
    const winners = classes.filter((_, at) => scores[at]![image] === best);
    return winners.includes(id) ? 1 / winners.length : 0;
  });
  return { classPrecision: mean(precisions), classTop: mean(hits) };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function dot(a: Rows, i: number, b: Rows, j: number): number {
  let sum = 0;
  for (let k = 0; k < a.width; k++) sum += a.data[i * a.width + k]! * b.data[j * b.width + k]!;
  return sum;
}
