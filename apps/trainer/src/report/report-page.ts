import { numberText, realText, samplesText } from '../records/evaluation-table.js';
import type { RunEvaluation } from '../records/evaluation-schema.js';
import { flattenOptions } from '../options/compare-options.js';
import type { HealthProbe } from '../run-directory/health-log.js';
import { type HealthWarning, healthWarnings } from '../health/health-monitor.js';
import { splitMetrics } from '../options/metric-names.js';
import { escapeHtml } from '../pages/escape-html.js';
import { pageText } from '../pages/page-text.js';
import { POLICY_ELEMENT } from '../pages/policy-element.js';
import type { RunOptions } from '../run-directory/run-options.js';
import { duration } from '../shared/progress-line.js';
import type { Tick } from '../shared/tick-statistics.js';
import { attributeTable } from './attribute-table.js';
import { type Chart, charts, drawChart, SERIES_COLORS } from './charts.js';

/** Seconds after which the page of a training that goes on is loaded again. */
const REFRESH = 30;

/** A grid of images of the run. */
export interface ReportGrid {
  readonly label: string;
  readonly png: Uint8Array;
}

/** Contents of a report. */
export interface ReportContent {
  readonly name: string;
  readonly run: RunOptions;
  readonly ticks: readonly Tick[];
  readonly probes?: readonly HealthProbe[];
  /** Oldest first. */
  readonly evaluations: readonly RunEvaluation[];
  /** Generated images, oldest first. */
  readonly grids: readonly ReportGrid[];
  /** The real images of the same captions. */
  readonly reals?: Uint8Array;
}

/**
 * The whole run as one HTML page that needs no other file and no network. It loads itself again
 * while training goes on.
 */
export function reportPage(content: ReportContent): string {
  const { name, run, ticks, probes = [], evaluations, grids, reals } = content;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${POLICY_ELEMENT}
<title>${escapeHtml(name)}</title>
<style>${pageText('report.css')}</style>
<body${isTraining(content) ? ` data-refresh="${REFRESH}"` : ''}>
<header>
<h1>${escapeHtml(name)}</h1>
${facts(run, ticks.at(-1))}
</header>
${warningSection(healthWarnings(run.options, ticks, probes))}
${gridSection(grids, reals)}
<section><h2>Curves</h2><div class="charts">
${charts.map((chart) => chartFigure(chart, ticks)).join('\n')}
</div></section>
${metricsSection(evaluations, run)}
<section><h2>Options</h2>${optionsList(run)}</section>
<footer>${escapeHtml(run.dataset.name)}: ${escapeHtml(run.dataset.attribution)} (${escapeHtml(run.dataset.licence)})</footer>
<script>${pageText('report.ts')}</script>
</body>
</html>
`;
}

/** Whether steps, or the measurement after the last step, are still to come. */
function isTraining({ run, ticks, evaluations }: ReportContent): boolean {
  const last = ticks.at(-1);
  if (last === undefined) return false; // Imported weights.
  const isMeasured = evaluations.some(({ step }) => step >= run.totalSteps);
  return (
    last.step < run.totalSteps || (splitMetrics(run.options.metrics).length > 0 && !isMeasured)
  );
}

function facts(run: RunOptions, last: Tick | undefined): string {
  const items: [string, string][] = [
    ['stage', `${run.options.stage}`],
    ['data', run.dataset.name],
    ['encoder', `${run.encoder.name} (${run.encoder.dimension}-d)`],
  ];
  if (last !== undefined) {
    items.push(
      ['steps', last.step.toLocaleString('en')],
      ['images seen', `${last.kimg.toFixed(1)} thousand`],
      ['time', duration(last.seconds)],
      ['speed', `${last.imagesPerSecond.toFixed(1)} images/s`],
      ['memory', `${last.memoryMB} MB`],
    );
  }
  const cells = items.map(
    ([term, value]) => `<div><dt>${term}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  return `<dl class="facts">${cells.join('')}</dl>`;
}

function warningSection(warnings: readonly HealthWarning[]): string {
  if (warnings.length === 0) return '';
  const items = warnings.map(
    ({ step, text }) => `<li>Step ${step.toLocaleString('en')}: ${escapeHtml(text)}</li>`,
  );
  return `<section class="warnings"><h2>Warnings</h2><ul>${items.join('\n')}</ul></section>`;
}

function gridSection(grids: readonly ReportGrid[], reals: Uint8Array | undefined): string {
  if (grids.length === 0) return '';
  const last = grids.length - 1;
  const frames = grids.map(
    ({ label, png }, index) =>
      `<figure${index === last ? ' class="shown"' : ''}><img alt="images at ${escapeHtml(label)}" src="${dataUrl(png)}"><figcaption>${escapeHtml(label)}</figcaption></figure>`,
  );
  const real =
    reals === undefined
      ? ''
      : `<details><summary>Real images of the same captions</summary><img alt="real images" src="${dataUrl(reals)}"></details>`;
  return `<section><h2>Images of held-out captions over time</h2>
<div class="frames">${frames.join('\n')}</div>
<input type="range" id="time" min="0" max="${last}" value="${last}" autocomplete="off" aria-label="time">
${real}</section>`;
}

/** A chart as HTML; empty if this run has no values for it. */
function chartFigure<Point extends Pick<Tick, 'kimg'>>(
  chart: Chart<Point>,
  points: readonly Point[],
): string {
  const drawing = drawChart(chart, points);
  if (drawing === '') return '';
  const legend = chart.series.map(
    ({ name }, index) =>
      `<span style="color:${SERIES_COLORS[index] ?? '#333'}">${escapeHtml(name)}</span>`,
  );
  return `<figure><h3>${escapeHtml(chart.title)}</h3><p class="legend">${chart.series.length > 1 ? legend.join(' ') : ''}</p>
${drawing}<figcaption>${escapeHtml(chart.note)}</figcaption></figure>`;
}

/** The newest value of each metric with its protocol, and curves of the values over time. */
function metricsSection(evaluations: readonly RunEvaluation[], { options }: RunOptions): string {
  const newest = evaluations.at(-1);
  if (!newest) return '';
  const { step, of, seed, data, measurements } = newest;
  const rows = measurements.map(
    (one) =>
      `<tr><th>${escapeHtml(one.name)}</th><td>${numberText(one)}</td><td>${one.real === undefined ? '' : `${realText(one, newest)}; `}${one.better} is better; ${escapeHtml(one.protocol)}</td></tr>`,
  );
  const points = evaluations.map((one) => ({
    ...one,
    kimg: (one.step * options.batch.size) / 1000,
  }));
  const names = new Set(evaluations.flatMap((one) => one.measurements.map(({ name }) => name)));
  const figures = [...names].map((name) => {
    const value = ({ measurements }: RunEvaluation) =>
      measurements.find((one) => one.name === name)?.value;
    const isCurve = points.filter((point) => value(point) !== undefined).length > 1;
    return isCurve ? chartFigure({ title: name, note: '', series: [{ name, value }] }, points) : '';
  });
  return `<section><h2>Metrics</h2>
<p>${escapeHtml(of)}, step ${step.toLocaleString('en')}: ${samplesText(newest)}, seed ${seed}, against ${escapeHtml(data)}</p>
<table class="metrics">${rows.join('')}</table>
${measurements.map(({ attributes }) => (attributes ? attributeTable(attributes, escapeHtml) : '')).join('')}
<div class="charts">${figures.join('')}</div></section>`;
}

function optionsList({ options }: RunOptions): string {
  const rows = flattenOptions(options).map(
    ([path, value]) =>
      `<div><code>${escapeHtml(path)}</code><span>${escapeHtml(Array.isArray(value) ? value.join(' – ') : String(value))}</span></div>`,
  );
  return `<div class="options">${rows.join('')}</div>`;
}

const dataUrl = (png: Uint8Array) => `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
