import { integer } from './setting.js';

export const metricsSettings = {
  'metrics.port': integer({
    default: 0,
    min: 0,
    max: 65_535,
    environment: 'WAIAAS_METRICS_PORT',
    description: 'Port of the metrics listener on 127.0.0.1; 0 is off.',
  }),
};
