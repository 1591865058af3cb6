/** Figures as a Markdown table, each beside its ratio to the raw verify rate and its bar. */
import type { MeasuredFigure } from './question.js';

const HEADER = '| question | figure | of the raw rate | bar |\n|---|---:|---:|---|\n';

/** The table. A bar that was missed says so. */
export function figuresTable(figures: readonly MeasuredFigure[]): string {
  return HEADER + figures.map(row).join('');
}

function row(figure: MeasuredFigure): string {
  const { question, value, unit, comparable, rawRate } = figure;
  const ratio = comparable === true ? (value / rawRate).toFixed(2) : '';
  return `| ${question} | ${amount(value)} ${unit} | ${ratio} | ${barText(figure)} |\n`;
}

function barText({ value, rawRate, bar }: MeasuredFigure): string {
  if (bar === undefined) return '';
  if ('atLeast' in bar) return verdict(value >= bar.atLeast, `≥ ${amount(bar.atLeast)}`);
  if ('atMost' in bar) return verdict(value <= bar.atMost, `≤ ${amount(bar.atMost)}`);
  return verdict(value / rawRate >= bar.atLeastRatio, `≥ ${bar.atLeastRatio}`);
}

function verdict(reached: boolean, bar: string): string {
  return reached ? `${bar} reached` : `${bar} **missed**`;
}

/** Three digits that matter, with thousands set apart. */
function amount(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
