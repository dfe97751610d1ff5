import type { Style } from '@dicebear/core';

/** How captions speak of a value; `*` is the place of its colour, which may be left unsaid. */
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
  /** Plain words that name it; `none` is the absence of the thing. */
  readonly value: string;
  /** What DiceBear calls it: a part's name, or a colour as six hexadecimal digits. */
  readonly option: string;
  /** Phrases of a thing; a phrase that several values have may mean any of them. */
  readonly phrases?: Phrases;
  /** Words of a colour or a detail; a word that several values have may mean any of them. */
  readonly words?: readonly string[];
  /** Attributes that cannot be seen beside it: eyes behind sunglasses. */
  readonly hides?: readonly string[];
}

/** Something that differs between the images of a style. */
export interface AvatarAttribute {
  /** Plain words that name it, such as `hair colour`. */
  readonly name: string;
  /** The options of DiceBear that it sets, all to the same. */
  readonly options: readonly string[];
  readonly values: readonly AvatarValue[];
  /** How often captions speak of it, beside the others' weights. */
  readonly weight: number;
  /** Probability of `none`, where it has that; the other values are equally likely. */
  readonly absent?: number;
  /** The thing that it is the colour of (in place of `*`), or a detail of (after it). */
  readonly of?: string;
  /** How captions speak of a colour without its thing: `* hair`. Without it, they name the thing too. */
  readonly alone?: Phrases;
  /** How a detail follows its thing: `with * on it`. */
  readonly after?: readonly string[];
}

/** A style of DiceBear: what varies, how it is called, and who drew it. */
export interface AvatarStyle {
  readonly name: string;
  /** The npm package. */
  readonly package: string;
  /** Imports it; rejects where it is not installed. */
  readonly load: () => Promise<Style<Record<string, unknown>>>;
  readonly licence: string;
  /** Who drew it. */
  readonly author: string;
  readonly attributes: readonly AvatarAttribute[];
  /** Options of DiceBear that are the same in all images. */
  readonly fixed: Readonly<Record<string, readonly string[]>>;
  /** The attribute whose values are the classes. */
  readonly classes: string;
  /** Pairs of attributes, of whose combinations some are only in the test part. */
  readonly heldOut: readonly (readonly [string, string])[];
  /** Nouns that suit some values of an attribute and not all people. */
  readonly nouns: readonly {
    readonly nouns: readonly string[];
    readonly of: string;
    readonly values: readonly string[];
    /** Values of other attributes that they do not suit. */
    readonly unless?: Readonly<Record<string, readonly string[]>>;
  }[];
}

/** What the images' attributes are, by their names; hidden ones are left out. */
export type AvatarAttributes = Readonly<Record<string, string>>;

/** The attribute of a name. */
export function attributeOf(style: AvatarStyle, name: string): AvatarAttribute {
  return style.attributes.find((attribute) => attribute.name === name)!;
}

/** The value of a name. */
export function valueOf(attribute: AvatarAttribute, value: string): AvatarValue {
  return attribute.values.find((one) => one.value === value)!;
}
