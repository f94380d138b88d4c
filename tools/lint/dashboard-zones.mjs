import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

// One direction inside the dashboard: lib and components below, features on them, routes compose features, app mounts routes.

const SOURCE = './apps/dashboard/src';

function featureNames(root) {
  const folder = path.join(root, SOURCE, 'features');
  return existsSync(folder) ? readdirSync(folder) : [];
}

const featureZone = (name) => ({
  target: `${SOURCE}/features/${name}`,
  from: `${SOURCE}/features/!(${name})/**`,
  message: 'No feature imports another; a route composes them.',
});

export function dashboardZones(root) {
  const below = (target, from) => ({
    target: `${SOURCE}/${target}`,
    from: from.map((folder) => `${SOURCE}/${folder}`),
    message: 'Direction: lib and components, features, routes, app.',
  });
  return {
    'import-x/no-restricted-paths': [
      'error',
      {
        basePath: root,
        zones: [
          below('lib', ['components', 'features', 'routes', 'app']),
          below('components', ['features', 'routes', 'app']),
          below('features', ['routes', 'app']),
          below('routes', ['app']),
          ...featureNames(root).map(featureZone),
        ],
      },
    ],
  };
}
