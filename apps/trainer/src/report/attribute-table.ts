import type { AttributeDetails } from '../records/attribute-lines.js';

/** The attributes of a measurement as an HTML table, followed by those left out. */
export function attributeTable(
  { attributes, leftOut }: AttributeDetails,
  escape: (text: string) => string,
): string {
  const share = (value: number) => value.toFixed(2);
  const rows = attributes.map(
    ({ name, accuracy, low, high, chance, real, scaled, count }) =>
      `<tr><th>${escape(name)}</th>${[
        `${share(accuracy)} (${share(low)}–${share(high)})`,
        share(chance),
        share(real),
        share(scaled),
        count.toLocaleString('en'),
      ]
        .map((cell) => `<td>${cell}</td>`)
        .join('')}</tr>`,
  );
  const titles = ['attribute', 'as stated', 'chance', 'real', 'from chance 0 to real 1', 'stated'];
  const heading = titles.map((title) => `<th>${title}</th>`).join('');
  const notes = leftOut.map(
    ({ name, reason }) => `<p>${escape(name)} is left out: ${escape(reason)}</p>`,
  );
  return `<table class="metrics attributes"><tr>${heading}</tr>${rows.join('')}</table>${notes.join('')}`;
}
