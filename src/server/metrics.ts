/** The service's metrics for Prometheus: no owner, id or code in any. */
import client from 'prom-client';

/** Seconds, from a code's comparison to a slow database. */
const BUCKETS_SECONDS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const MS_PER_SECOND = 1000;

export interface Metrics {
  /** An answered request, by the route's id. */
  readonly answered: (listener: string, route: string, status: number, ms: number) => void;
  /** A call of the library. */
  readonly called: (call: string, outcome: string, seconds: number) => void;
  /** A call of a store. */
  readonly stored: (operation: string, seconds: number) => void;
  /** A message to an endpoint, and how long after its event. */
  readonly sent: (endpoint: string, lag: number) => void;
  /** The sender of events threw: rows could not be read or written. */
  readonly sendingFailed: () => void;
  readonly swept: (at: number) => void;
  /** Tells a value when it is asked for. */
  readonly gauge: (name: string, help: string, read: GaugeReader) => void;
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

/** Gives values, each with its labels. */
type GaugeReader = () => Promise<readonly GaugeValue[]> | readonly GaugeValue[];

interface GaugeValue {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export function createMetrics(version: string): Metrics {
  const registry = new client.Registry();
  const registers = [registry];
  const info = new client.Gauge({
    name: 'tessera_build_info',
    help: 'The running version.',
    labelNames: ['version', 'node'],
    registers,
  });
  info.set({ version, node: process.version }, 1);
  const answers = new client.Histogram({
    name: 'tessera_http_seconds',
    help: 'Answered requests, by route.',
    labelNames: ['listener', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers,
  });
  const calls = new client.Counter({
    name: 'tessera_calls_total',
    help: 'Calls of the library, by what became of them.',
    labelNames: ['call', 'outcome'],
    registers,
  });
  const seconds = new client.Histogram({
    name: 'tessera_call_seconds',
    help: 'How long calls of the library take.',
    labelNames: ['call'],
    buckets: BUCKETS_SECONDS,
    registers,
  });
  const stored = new client.Histogram({
    name: 'tessera_store_seconds',
    help: 'How long calls of the store take.',
    labelNames: ['operation'],
    buckets: BUCKETS_SECONDS,
    registers,
  });
  const sweep = new client.Gauge({
    name: 'tessera_sweep_last_success',
    help: 'When sweeping succeeded last, seconds since 1970.',
    registers,
  });
  const lags = new client.Gauge({
    name: 'tessera_webhook_lag_seconds',
    help: 'How long after its event an endpoint was called last.',
    labelNames: ['endpoint'],
    registers,
  });
  const sending = new client.Counter({
    name: 'tessera_webhook_errors_total',
    help: 'How often the sender of events could not read or write its rows.',
    registers,
  });
  client.collectDefaultMetrics({ register: registry });

  return {
    answered: (listener, route, status, ms) =>
      answers.observe({ listener, route, status: String(status) }, ms / MS_PER_SECOND),
    called(call, outcome, took) {
      calls.inc({ call, outcome });
      seconds.observe({ call }, took);
    },
    stored: (operation, took) => stored.observe({ operation }, took),
    sent: (endpoint, lag) => lags.set({ endpoint }, lag),
    sendingFailed: () => sending.inc(),
    swept: (at) => sweep.set(at),
    gauge(name, help, read) {
      const gauge: client.Gauge = new client.Gauge({
        name,
        help,
        labelNames: ['state', 'endpoint', 'brand'],
        registers,
        async collect() {
          const values = await Promise.resolve(read()).catch(() => []);
          gauge.reset();
          for (const { labels = {}, value } of values) gauge.set(labels, value);
        },
      });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
