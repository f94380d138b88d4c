import { integer } from './setting.js';

export const metricsSettings = {
  'metrics.port': integer({
    default: 0,
    min: 0,
    max: 0,
    environment: 'WAIAAS_METRICS_PORT',
    description: 'Port of the metrics listener; 0 is off. This build has none.',
  }),
};
