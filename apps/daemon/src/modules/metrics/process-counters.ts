import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import type { StageTime } from '../../common/time/timed-stage.js';
import type { Metric } from './exposition.js';
import { Histogram, LabelledHistogram } from './histogram.js';

const DECISION_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const STATEMENT_BOUNDS = [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];
const STAGE_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
const RPC_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const SLOW_SECONDS = 0.25;
const NANOSECONDS = 1e9;

interface Statement {
  readonly sql: string;
  readonly ms: number;
}

/** What happens in this process, counted since its start. It listens to what is told anyway: nobody waits for it. */
@Injectable()
export class ProcessCounters implements OnModuleInit, OnModuleDestroy {
  readonly #answers = new Map<string, number>();
  readonly #decisions = new Histogram('waiaas_decision_seconds', 'How long a decision holds the database.', DECISION_BOUNDS);
  readonly #statements = new Histogram('waiaas_database_statement_seconds', 'Duration of database statements.', STATEMENT_BOUNDS);
  readonly #stages = new LabelledHistogram({
    name: 'waiaas_stage_seconds',
    help: 'How long each stage of a payment takes.',
    bounds: STAGE_BOUNDS,
    label: 'stage',
  });
  readonly #calls = new LabelledHistogram({
    name: 'waiaas_rpc_seconds',
    help: 'How long nodes take to answer, by network.',
    bounds: RPC_BOUNDS,
    label: 'network',
  });
  readonly #unanswered = new Map<string, number>();
  readonly #delay = monitorEventLoopDelay({ resolution: 20 });
  #slow = 0;

  constructor(private readonly log: Logger) {}

  onModuleInit(): void {
    subscribe('waiaas:decision', this.#onDecision);
    subscribe('waiaas:statement', this.#onStatement);
    subscribe('waiaas:stage', this.#onStage);
    subscribe('waiaas:rpc', this.#onCall);
    subscribe('http.server.response.finish', this.#onAnswer);
    this.#delay.enable();
  }

  onModuleDestroy(): void {
    unsubscribe('waiaas:decision', this.#onDecision);
    unsubscribe('waiaas:statement', this.#onStatement);
    unsubscribe('waiaas:stage', this.#onStage);
    unsubscribe('waiaas:rpc', this.#onCall);
    unsubscribe('http.server.response.finish', this.#onAnswer);
    this.#delay.disable();
  }

  metrics(): readonly Metric[] {
    const { heapUsed, rss } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const lag = this.#delay.percentile(99) / NANOSECONDS;
    const answers = [...this.#answers].map(([status, value]) => ({ labels: { class: status }, value }));
    const unanswered = [...this.#unanswered].map(([network, value]) => ({ labels: { network }, value }));
    return [
      { name: 'waiaas_http_answers_total', help: 'Answers by class of status.', type: 'counter', samples: answers },
      this.#decisions.metric(),
      this.#statements.metric(),
      this.#stages.metric(),
      this.#calls.metric(),
      { name: 'waiaas_rpc_unanswered_total', help: 'Calls to nodes without an answer.', type: 'counter', samples: unanswered },
      gauge('waiaas_slow_statements_total', 'Statements that took 250 ms or longer.', this.#slow, 'counter'),
      gauge('waiaas_event_loop_delay_p99_seconds', 'Delay of the event loop, 99th percentile.', Number.isFinite(lag) ? lag : 0),
      gauge('process_resident_memory_bytes', 'Memory of the daemon, its signer apart.', rss),
      gauge('waiaas_heap_used_bytes', 'Heap of the daemon in use.', heapUsed),
      gauge('process_cpu_seconds_total', 'CPU time of the daemon.', (user + system) / 1e6, 'counter'),
      gauge('process_start_time_seconds', 'When the daemon started.', Math.floor(Date.now() / 1000 - process.uptime())),
    ];
  }

  readonly #onDecision = (message: unknown): void => {
    this.#decisions.observe((message as { ms: number }).ms / 1000);
  };

  readonly #onStage = (message: unknown): void => {
    const { stage, ms } = message as StageTime;
    this.#stages.observe(stage, ms / 1000);
  };

  readonly #onCall = (message: unknown): void => {
    const { network, ms, isAnswered } = message as { network: string; ms: number; isAnswered: boolean };
    this.#calls.observe(network, ms / 1000);
    if (!isAnswered) this.#unanswered.set(network, (this.#unanswered.get(network) ?? 0) + 1);
  };

  /** Statements carry placeholders, never values. */
  readonly #onStatement = (message: unknown): void => {
    const { sql, ms } = message as Statement;
    const seconds = ms / 1000;
    this.#statements.observe(seconds);
    if (seconds < SLOW_SECONDS) return;
    this.#slow += 1;
    this.log.warn('a database statement was slow', { statement: sql.slice(0, 500), milliseconds: Math.round(ms) });
  };

  readonly #onAnswer = (message: unknown): void => {
    const { response } = message as { response: ServerResponse };
    const status = `${String(Math.floor(response.statusCode / 100))}xx`;
    this.#answers.set(status, (this.#answers.get(status) ?? 0) + 1);
  };
}

export function gauge(name: string, help: string, value: number, type: 'gauge' | 'counter' = 'gauge'): Metric {
  return { name, help, type, samples: [{ value }] };
}
