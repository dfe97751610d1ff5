import type { PreparedExample } from '@stackgan/data';
import { escapeHtml } from '../pages/escape-html.js';
import { pageText } from '../pages/page-text.js';
import { POLICY_ELEMENT } from '../pages/policy-element.js';
import { shortText } from '../shared/short-text.js';
import type { DataSummary, Fact } from './data-summary.js';

/** Side of the images on the page, in CSS pixels. */
export const SHEET_SIDE = 128;

/** An image of a data set, as it is shown. */
export interface SheetImage {
  readonly example: PreparedExample;
  readonly className: string;
  /** A data URL. */
  readonly url: string;
}

/** Images of a part of a data set. */
export interface SheetSection {
  readonly title: string;
  readonly images: readonly SheetImage[];
}

/**
 * A data set as one HTML page that needs no other file and no network, and runs no program: what it
 * holds, and some of its images with their captions.
 */
export function dataPage(
  { name, facts, attributes }: DataSummary,
  sections: readonly SheetSection[],
): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${POLICY_ELEMENT}
<title>${shown(name)}</title>
<style>${pageText('report.css')}${pageText('data.css')}</style>
<body>
<header><h1>${shown(name)}</h1></header>
<section>${list(facts)}</section>
${attributes.length > 0 ? `<section><h2>Attributes</h2>${list(attributes)}</section>` : ''}
${sections
  .filter(({ images }) => images.length > 0)
  .map(sectionHtml)
  .join('\n')}
</body>
</html>
`;
}

const shown = (text: string): string => escapeHtml(shortText(text));

const list = (facts: readonly Fact[]): string =>
  `<dl class="about">${facts.map(([term, text]) => `<dt>${shown(term)}</dt><dd>${escapeHtml(text)}</dd>`).join('')}</dl>`;

const sectionHtml = ({ title, images }: SheetSection): string =>
  `<section><h2>${shown(title)}</h2><div class="sheet">${images.map(figure).join('\n')}</div></section>`;

/** An image with its first caption; the others, its class and its attributes unfold. */
function figure({ example, className, url }: SheetImage): string {
  const { id, captions, attributes = {} } = example;
  const [first = '', ...others] = captions;
  const facts: Fact[] = [['image', id], ['class', className], ...Object.entries(attributes)];
  const rest = others.map((caption) => `<p dir="auto">${shown(caption)}</p>`).join('');
  const more = facts.map(([term, text]) => `<dt>${shown(term)}</dt><dd>${shown(text)}</dd>`);
  return `<figure><img alt="${shown(id)}" width="${SHEET_SIDE}" height="${SHEET_SIDE}" src="${url}">
<figcaption><p dir="auto">${shown(first)}</p><details><summary>more</summary>${rest}<dl>${more.join('')}</dl></details></figcaption></figure>`;
}
