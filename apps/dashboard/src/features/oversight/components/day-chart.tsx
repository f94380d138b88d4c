import { useEffect, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useLanguage } from '../../../lib/i18n';
import { useStore } from '../../../lib/use-store';
import { shownTheme } from '../../../lib/theme';
import type { Day } from '../by-day';

const HEIGHT = 200;
const BAR_SHARE = 0.7;
const MOST_WIDE = 40;

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function optionsFor(width: number, language: string): UPlot.Options {
  const date = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
  const axis = { stroke: color('--ink-soft'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    // Room for half of the last date.
    padding: [8, 28, 0, 0],
    scales: { x: { time: true }, y: { range: (_chart, _low, high) => [0, high === 0 ? 1 : high * 1.1] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 70,
        size: 32,
        gap: 10,
        values: (_chart, splits) => splits.map((at) => date.format(at * 1000)),
      },
      { ...axis, size: 64 },
    ],
    series: [
      {},
      {
        fill: color('--accent'),
        width: 0,
        points: { show: false },
        ...(UPlot.paths.bars === undefined ? {} : { paths: UPlot.paths.bars({ size: [BAR_SHARE, MOST_WIDE] }) }),
      },
    ],
  };
}

/** A bar for each day. Mute on purpose: the table beside it says the same. */
export function DayChart({ days }: { readonly days: readonly Day[] }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const theme = useStore(shownTheme);
  const language = useLanguage();
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const data: UPlot.AlignedData = [days.map(({ at }) => at), days.map(({ usd }) => usd)];
    const chart = new UPlot(optionsFor(element.clientWidth, language), data, element);
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
    // Colours are read when it is drawn: another theme draws it anew.
  }, [days, theme, language]);
  return <div ref={place} aria-hidden="true" className="min-h-50 min-w-0 overflow-hidden" />;
}
