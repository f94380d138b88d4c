import { describe, expect, it } from 'vitest';
import { expositionOf } from './exposition.js';
import { Histogram, LabelledHistogram } from './histogram.js';

describe('the text that Prometheus reads', () => {
  it('names help and type once and escapes what would end a line or a label', () => {
    const samples = [{ labels: { kind: 'a"b\\c\nd' }, value: 2 }, { value: Number.POSITIVE_INFINITY }];
    expect(expositionOf([{ name: 'x_total', help: 'What\nit is', type: 'counter', samples }])).toBe(
      '# HELP x_total What\\nit is\n# TYPE x_total counter\nx_total{kind="a\\"b\\\\c\\nd"} 2\nx_total +Inf\n',
    );
  });

  it('counts a duration into its bucket and every wider one', () => {
    const histogram = new Histogram('d_seconds', 'd', [0.01, 0.1]);
    for (const seconds of [0.005, 0.01, 0.05, 3]) histogram.observe(seconds);
    expect(expositionOf([histogram.metric()]).split('\n').slice(2, 7)).toEqual([
      'd_seconds_bucket{le="0.01"} 2',
      'd_seconds_bucket{le="0.1"} 3',
      'd_seconds_bucket{le="+Inf"} 4',
      'd_seconds_sum 3.065',
      'd_seconds_count 4',
    ]);
  });

  it('keeps durations of different labels apart', () => {
    const stages = new LabelledHistogram({ name: 's_seconds', help: 's', bounds: [1], label: 'stage' });
    stages.observe('sign', 0.5);
    stages.observe('decide', 2);
    expect(expositionOf([stages.metric()]).split('\n').slice(2)).toEqual([
      's_seconds_bucket{stage="sign",le="1"} 1',
      's_seconds_bucket{stage="sign",le="+Inf"} 1',
      's_seconds_sum{stage="sign"} 0.5',
      's_seconds_count{stage="sign"} 1',
      's_seconds_bucket{stage="decide",le="1"} 0',
      's_seconds_bucket{stage="decide",le="+Inf"} 1',
      's_seconds_sum{stage="decide"} 2',
      's_seconds_count{stage="decide"} 1',
      '',
    ]);
  });
});
