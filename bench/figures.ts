/** Figures as rows of a table in Markdown, each beside its ratio to the raw rate and its bar. */
import type { MeasuredFigure } from './question.js';

/** Question, figure, ratio and bar of each. A bar that was missed says so. */
export function figureRows(figures: readonly MeasuredFigure[]): readonly string[] {
  return figures.map(row);
}

function row(figure: MeasuredFigure): string {
  const { question, value, unit, comparable, rawRate } = figure;
  const ratio = comparable === true ? (value / rawRate).toFixed(2) : '';
  return `${question} | ${amount(value)} ${unit} | ${ratio} | ${barText(figure)} |`;
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
