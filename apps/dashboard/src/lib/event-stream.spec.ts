import { describe, expect, it } from 'vitest';
import { EventStreamParser } from './event-stream';

const TEXT = ': hello\n\nid: 7\nevent: transaction\ndata: {"a":1}\n\nevent: reset\ndata:\n\n';

describe('the event stream', () => {
  it('gives the same events wherever the network cuts it', () => {
    for (let cut = 0; cut < TEXT.length; cut += 1) {
      const parser = new EventStreamParser();
      const events = [...parser.push(TEXT.slice(0, cut)), ...parser.push(TEXT.slice(cut))];
      expect(events).toEqual([
        { id: '7', event: 'transaction', data: '{"a":1}' },
        { id: null, event: 'reset', data: '' },
      ]);
    }
  });

  it('gives nothing before an event has ended', () => {
    expect(new EventStreamParser().push('event: wallet\ndata: {}')).toEqual([]);
  });
});
