import type { Style } from '@dicebear/core';

/** Phrases for a value; `*` is the place of its colour, which can be left out. */
export interface Phrases {
  /** Before the noun: `a bald person`. */
  readonly adjective?: readonly string[];
  /** After `with` or `has`: `with long hair`. */
  readonly has?: readonly string[];
  /** After `wearing`, `wears`, `in` or `with`: `wearing a hoodie`. */
  readonly wears?: readonly string[];
  /** A participle: `smiling`. */
  readonly does?: readonly string[];
}

/** One value of an attribute. */
export interface AvatarValue {
  /** Its name in plain words; `none` is the absence of the thing. */
  readonly value: string;
  /** DiceBear's name: of a part, or a colour as six hexadecimal digits. */
  readonly option: string;
  /** Phrases for a thing; a phrase of several values can mean any of them. */
  readonly phrases?: Phrases;
  /** Words for a colour or a detail; a word of several values can mean any of them. */
  readonly words?: readonly string[];
  /**
   * Attributes that it hides, such as eyes behind sunglasses. The colour of several things is hidden
   * where each of them hides it: that of hair under a hat, unless there is a beard.
   */
  readonly hides?: readonly string[];
}

/** A property that varies between the images of a style. */
export interface AvatarAttribute {
  /** Its name in plain words, such as `hair colour`. */
  readonly name: string;
  /** The options of DiceBear that it sets, all to the same value. */
  readonly options: readonly string[];
  readonly values: readonly AvatarValue[];
  /** How often captions state it, relative to the other attributes' weights. */
  readonly weight: number;
  /** Probability of `none`, if it has that value; the others are equally likely. */
  readonly absent?: number;
  /** The things whose colour (in place of `*`) or detail (after it) this is. */
  readonly of?: readonly string[];
  /**
   * Phrases for the colour of the first thing alone, such as `* hair`. Without them, captions
   * always name the thing too.
   */
  readonly alone?: Phrases;
  /** How a detail follows its thing, such as `with * on it`. */
  readonly after?: readonly string[];
}

/** A style of DiceBear: what varies, in which words, and who drew it. */
export interface AvatarStyle {
  readonly name: string;
  /** The npm package. */
  readonly package: string;
  /** Imports the package; rejects if it is not installed. */
  readonly load: () => Promise<Style<Record<string, unknown>>>;
  readonly licence: string;
  /** Who drew it. */
  readonly author: string;
  readonly attributes: readonly AvatarAttribute[];
  /** Options of DiceBear that are equal in all images. */
  readonly fixed: Readonly<Record<string, readonly string[]>>;
  /** The attribute whose values are the classes. */
  readonly classes: string;
  /** Pairs of attributes, some of whose combinations occur in the test split only. */
  readonly heldOut: readonly (readonly [string, string])[];
  /** Nouns that suit some values of an attribute, not all people. */
  readonly nouns: readonly {
    readonly nouns: readonly string[];
    readonly of: string;
    readonly values: readonly string[];
    /** Values of other attributes that exclude these nouns. */
    readonly unless?: Readonly<Record<string, readonly string[]>>;
  }[];
}

/** The attributes of an image by name; hidden ones are left out. */
export type AvatarAttributes = Readonly<Record<string, string>>;

/** The attribute with this name. */
export function attributeOf(style: AvatarStyle, name: string): AvatarAttribute {
  return style.attributes.find((attribute) => attribute.name === name)!;
}

/** The things of `of` that do not hide their colour or detail in this image. */
export const thingsShowing = (
  style: AvatarStyle,
  { name, of = [] }: AvatarAttribute,
  image: AvatarAttributes,
): string[] =>
  of.filter((thing) => {
    const value = image[thing];
    return value === undefined || !valueOf(attributeOf(style, thing), value).hides?.includes(name);
  });

/** Whether captions can state it without a thing: if the thing that its phrases mean shows it. */
export const canStandAlone = (
  style: AvatarStyle,
  attribute: AvatarAttribute,
  image: AvatarAttributes,
): boolean =>
  attribute.alone !== undefined && thingsShowing(style, attribute, image)[0] === attribute.of?.[0];

/** The value with this name. */
export function valueOf(attribute: AvatarAttribute, value: string): AvatarValue {
  return attribute.values.find((one) => one.value === value)!;
}
